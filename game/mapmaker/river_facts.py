"""Sizes of the rivers in August 1945, reach by reach, and the rivers that were frontiers.

Widths from the terrain notes, section 4: great is over 700 m (Amur, Sungari below Sansing), major
150 to 700 m, small is fordable in dry weather. Order matters: rivers are laid in this order, so a
river stands before its tributaries.
"""

from __future__ import annotations

Reach = tuple[tuple[float, float] | None, str]
"""From this point (lon, lat; None: the source) downstream, the size."""

SMALL: tuple[Reach, ...] = ((None, "small"),)
MAJOR: tuple[Reach, ...] = ((None, "major"),)

SIZES: dict[str, tuple[Reach, ...]] = {
    "Amur": ((None, "great"),),
    "Argun": MAJOR,
    "Ussuri": ((None, "small"), ((133.41, 45.35), "major")),
    "Songacha": SMALL,
    "Songhua": ((None, "major"), ((129.56, 46.32), "great")),
    "Nen": ((None, "small"), ((125.2, 49.2), "major")),
    "Second Songhua": ((None, "small"), ((126.9, 43.5), "major")),
    "Yalu": ((None, "small"), ((126.95, 41.8), "major")),
    "Tumen": ((None, "small"), ((129.75, 42.45), "major")),
    "Mudan": ((None, "small"), ((129.47, 44.34), "major")),
    "Zeya": MAJOR,
    "Bureya": MAJOR,
    "Shilka": MAJOR,
    "Liao": MAJOR,
    "Xi Liao": SMALL,
    "Xar Moron": SMALL,
    "Taedong": ((None, "small"), ((126.0, 39.4), "major")),
    "Han": MAJOR,
    "Selenga": MAJOR,
    "Muling": SMALL,
    "Razdolnaya": SMALL,
    "Tao'er": SMALL,
    "Khalkha": SMALL,
    "Hailar": SMALL,
    "Yimin": SMALL,
    "Kerulen": SMALL,
    "Chuo'er": SMALL,
    "Onon": SMALL,
    "Ingoda": SMALL,
    "Hun": SMALL,
    "Taizi": SMALL,
    "Erdao": SMALL,
    "Selemdzha": SMALL,
}

# Rivers that are the border of two countries, and which.
FRONTIER_RIVERS: dict[str, tuple[frozenset[str], ...]] = {
    "Amur": (frozenset({"USSR", "MCK"}),),
    "Argun": (frozenset({"USSR", "MCK"}),),
    "Ussuri": (frozenset({"USSR", "MCK"}),),
    "Songacha": (frozenset({"USSR", "MCK"}),),
    "Yalu": (frozenset({"KOR", "MCK"}),),
    "Tumen": (frozenset({"KOR", "MCK"}), frozenset({"KOR", "USSR"})),
}

# Off the theatre, canals of the great bend of the Hwang Ho, or rivers of Japan.
LEFT_OUT = frozenset(
    {
        "Fen", "Yi", "Huan", "Lena", "Vitim", "Olyokma", "Huang He", "Qin", "Zhang", "Dali",
        "Wuding", "Wujia", "Angara", "Kamchatka", "Orkhon", "Ishikari", "Tone", "Mogami",
        "Nakdong", "Namhan", "Uda",
    }
)  # fmt: skip

# Names on the map of 1945 where the source's are modern or long.
NAMES_1945: dict[str, str] = {
    "Amur": "Amur", "Songhua": "Sungari", "Second Songhua": "Second Sungari", "Nen": "Nonni",
    "Yalu": "Yalu", "Tumen": "Tumen", "Hun": "Hun", "Mudan": "Mutan", "Taedong": "Taedong",
    "Razdolnaya": "Suifen", "Liao": "Liao", "Muling": "Muling", "Hailar": "Hailar",
    "Argun": "Argun", "Ussuri": "Ussuri", "Songacha": "Sungacha", "Tao'er": "Tao-erh",
    "Xi Liao": "West Liao", "Chuo'er": "Chol", "Gan": "Kan", "Nuomin": "Nomin", "Xun": "Hsun",
    "Taizi": "Taitzu", "Yimin": "Imin", "Woken": "Wuken", "Bolshaya Ussurka": "Iman",
    "Yalu He (Nen tributary)": "Yalu (Nonni)",
}  # fmt: skip
