"""Write a scikit-learn pipeline as a Perennial model folder.

    python model_folder.py model.pkl FOLDER

The pipeline is a StandardScaler before a LogisticRegression, fitted to the 43 features of the catalogue
`peer43` in their order (StandardScaler.mean_, .scale_ and LogisticRegression.coef_, .intercept_ are all
that is read). `perennial predict --features FILE --model FOLDER` then gives the pipeline's probabilities.
"""

import hashlib
import json
import os
import pickle
import sys

KINDS = [
    "email_open", "email_click", "site_visit", "product_view", "cart_add", "cart_abandon",
    "support_ticket", "review",
]
WINDOWS = [30, 90, 180, 365]
FEATURES = (
    ["recency_days", "frequency", "monetary", "tenure_days", "aov", "amount_std", "ipt_mean", "ipt_std"]
    + [f"orders_{days}" for days in WINDOWS]
    + [f"spend_{days}" for days in WINDOWS]
    + ["distinct_categories", "weekday_share", "discount_share", "return_rate", "online_share"]
    + [f"{kind}_{days}" for kind in KINDS for days in (30, 90)]
    + [
        "events_total", "tickets_total", "cart_abandon_ratio", "days_since_visit", "days_since_open",
        "review_mean",
    ]
)
LARGEST = sys.float_info.max


def document(mean, scale, coefficients, intercept):
    """The contents of model.json without its digest: standardised columns, nothing imputed or cut."""
    learned = list(zip(FEATURES, map(float, mean), map(float, scale)))
    return {
        "data": {
            "as_of": "2025-01-01", "catalogue": "peer43", "catalogue_version": 1, "customers": 0,
            "first_order_day": "2022-01-01", "horizon_days": 90, "last_order_day": "2024-12-31",
            "refunds": "ignore", "rows_sha256": "", "seed": 1, "time_zone": "UTC",
        },
        "digest": "",
        "format": "perennial-model",
        "sections": {
            "churn": {
                "coefficients": list(map(float, coefficients)),
                "design": {
                    "columns": [
                        {
                            "feature": name, "kind": "value", "mean": m, "name": name,
                            "standardDeviation": s,
                        }
                        for name, m, s in learned
                    ],
                    "dropped": [],
                    "features": [
                        {
                            "highest": LARGEST, "imputation": 0, "lowest": -LARGEST, "mean": m,
                            "name": name, "standardDeviation": s, "transform": "identity",
                        }
                        for name, m, s in learned
                    ],
                },
                "gradient_norm": 0, "intercept": float(intercept), "iterations": 0, "l2_strength": 0,
                "notices": [], "rows": 0, "churners": 0,
                "standard_errors": [0] * (len(learned) + 1), "trained_as_of": ["2025-01-01"],
                "uninformative_groups": [],
            }
        },
        "version": "1.0",
    }


def text(contents):
    """The document as Perennial writes JSON: sorted keys, a blank on both sides of a colon."""
    return json.dumps(contents, indent=2, sort_keys=True, separators=(",", " : ")) + "\n"


def main(pickled, folder):
    with open(pickled, "rb") as file:
        scaler, regression = (step for _, step in pickle.load(file).steps)
    contents = document(scaler.mean_, scaler.scale_, regression.coef_[0], regression.intercept_[0])
    contents["digest"] = hashlib.sha256(text(contents).encode()).hexdigest()
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "model.json"), "w", encoding="utf-8") as file:
        file.write(text(contents))


if __name__ == "__main__":
    main(*sys.argv[1:])
