"""Pseudonyms of ids as Python's hmac has them: pseudonyms.json. The standard library alone.

Run: python make_pseudonyms.py > pseudonyms.json
"""
import hashlib
import hmac
import json

KEY = "a key of tests, thirty-two bytes"
IDS = [f"c{n}" for n in range(120)] + ["=1+1", "ann@example.com", "Zoë ß", "x" * 200]


def pseudonym(text):
    return "p_" + hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


print(json.dumps({"key": KEY, "pseudonyms": {i: pseudonym(i) for i in IDS}}, indent=1, ensure_ascii=False))
