"""XXH64 (the published algorithm by Yann Collet), of which stores keep checksums."""

MASK = 2**64 - 1
P1, P2, P3, P4, P5 = (
    0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def turned(value, by):
    return (value << by | value >> 64 - by) & MASK


def mixed(lane, word):
    return turned(lane + word * P2 & MASK, 31) * P1 & MASK


def xxh64(data):
    """The hash with seed 0."""
    place, size = 0, len(data)
    if size >= 32:
        lanes = [P1 + P2 & MASK, P2, 0, -P1 & MASK]
        while size - place >= 32:
            for index in range(4):
                word = int.from_bytes(data[place:place + 8], "little")
                lanes[index] = mixed(lanes[index], word)
                place += 8
        value = sum(turned(lane, by) for lane, by in zip(lanes, (1, 7, 12, 18))) & MASK
        for lane in lanes:
            value = ((value ^ mixed(0, lane)) * P1 + P4) & MASK
    else:
        value = P5
    value = value + size & MASK
    while size - place >= 8:
        value ^= mixed(0, int.from_bytes(data[place:place + 8], "little"))
        value = (turned(value, 27) * P1 + P4) & MASK
        place += 8
    if size - place >= 4:
        value ^= int.from_bytes(data[place:place + 4], "little") * P1 & MASK
        value = (turned(value, 23) * P2 + P3) & MASK
        place += 4
    while place < size:
        value ^= data[place] * P5 & MASK
        value = turned(value, 11) * P1 & MASK
        place += 1
    value = (value ^ value >> 33) * P2 & MASK
    value = (value ^ value >> 29) * P3 & MASK
    return value ^ value >> 32
