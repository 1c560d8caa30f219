"""What no data set knows: the limits of the theatre, islands, straits, river banks, passes.

Points are (lon, lat) in degrees. The tables FORCED_LAND, STRAITS, BANKS, MOUTHS and PASSES and the
axes come from the project's historical audit (terrain notes, sections 3 and 9); polygons of marsh,
dunes and the theatre's limit were drawn by hand from the same notes, +-20 km.
"""

from __future__ import annotations

Point = tuple[float, float]

# Frame of the map: x and y in km of the imaginary hex 0, columns, rows. With this origin 12 towns
# of 222 leave their hex for a neighbour, and only two pairs of neighbouring towns share one.
# Row 99 stays empty: by number its hexes would be neighbours of row 0 of the next column.
X0, Y0, COLUMNS, ROWS = -1440.0, 1102.0, 211, 99

COUNTRIES: tuple[tuple[str, str, str], ...] = (
    ("USSR", "Soviet Union", "soviet"),
    ("MPR", "Mongolian People's Republic", "soviet"),
    ("MCK", "Manchukuo", "japan"),
    ("MGJ", "Mengchiang (Mengjiang)", "japan"),
    ("KOR", "Chosen (Korea)", "japan"),
    ("KWANTUNG", "Kwantung Leased Territory", "japan"),
    ("KARAFUTO", "Karafuto (South Sakhalin)", "japan"),
    ("KURILS", "Chishima (Kuril Islands)", "japan"),
    ("JPN", "Japan proper", "japan"),
    ("CHN_OCC", "China under Japanese occupation", "japan"),
    ("CHN_FREE", "China not under Japanese control", "neutral"),
)

BOXES: tuple[tuple[str, str, str], ...] = (
    ("petropavlovsk", "Petropavlovsk", "soviet"),
    ("fusan", "Fusan", "japan"),
)

# Where the map ends on land: clockwise from Lake Baikal. Sea is kept by nearness to this land.
THEATRE: tuple[Point, ...] = (
    (106.2, 52.6), (108.0, 52.7), (112.0, 53.0), (115.5, 53.2), (119.0, 54.2), (124.0, 54.5),
    (127.0, 54.3), (130.0, 53.3), (133.0, 52.5), (136.0, 52.3), (138.0, 53.4), (140.0, 54.3),
    (144.5, 54.6), (148.0, 49.0), (155.0, 52.0), (156.4, 51.7), (157.6, 51.6), (157.6, 50.4),
    (150.0, 44.5), (146.0, 42.5), (143.2, 41.7), (141.3, 41.5), (140.0, 41.2), (138.5, 42.0),
    (134.0, 41.0), (130.5, 36.8), (125.0, 36.8), (123.5, 38.2), (120.4, 38.1), (118.6, 38.3),
    (117.0, 38.4), (115.6, 38.6), (113.6, 38.8), (111.8, 39.4), (109.2, 40.0), (108.4, 41.0),
    (108.2, 43.5), (106.0, 46.6), (105.8, 49.0),
)  # fmt: skip
# Sea is kept within this many hexes of the theatre's land, and along the lanes.
SEA_REACH = 5
LANES: tuple[tuple[Point, ...], ...] = (
    ((131.9, 42.9), (130.6, 41.9), (129.6, 40.6), (128.2, 39.5)),
    ((131.9, 42.9), (134.0, 42.5), (137.5, 44.6), (140.4, 47.2), (140.9, 48.9)),
    ((140.4, 48.8), (141.5, 47.2), (141.6, 46.0), (142.4, 45.8), (143.2, 46.3)),
    ((134.0, 42.5), (138.5, 44.3), (141.5, 45.7), (143.5, 46.0), (147.0, 45.6)),
    ((143.2, 46.3), (144.5, 48.5), (144.0, 50.5)),
    ((147.0, 45.6), (151.0, 47.5), (154.0, 49.6), (155.6, 50.9), (157.2, 50.7)),
    ((126.4, 37.3), (124.8, 38.2), (122.5, 38.4), (121.4, 38.6)),
)

# Islands and capes that a half-land rule would drown: one point for each hex that must be land.
FORCED_LAND: tuple[tuple[str, float, float, str], ...] = (
    ("Alaid (Araido)", 155.57, 50.85, "KURILS"), ("Shumshu", 156.40, 50.80, "KURILS"),
    ("Paramushir north", 156.12, 50.67, "KURILS"), ("Paramushir south", 155.60, 50.25, "KURILS"),
    ("Onekotan", 154.75, 49.45, "KURILS"), ("Kharimkotan", 154.52, 49.12, "KURILS"),
    ("Shiashkotan", 154.11, 48.84, "KURILS"), ("Matua", 153.25, 48.08, "KURILS"),
    ("Rasshua", 153.02, 47.75, "KURILS"), ("Ketoi", 152.48, 47.33, "KURILS"),
    ("Simushir", 152.03, 46.97, "KURILS"), ("Urup", 149.95, 45.92, "KURILS"),
    ("Iturup north (Kurilsk)", 147.90, 45.22, "KURILS"),
    ("Iturup (Tennei)", 147.62, 44.93, "KURILS"), ("Iturup south", 146.95, 44.50, "KURILS"),
    ("Kunashir south (Furukamappu)", 145.86, 44.03, "KURILS"),
    ("Kunashir north", 146.25, 44.38, "KURILS"), ("Shikotan", 146.76, 43.82, "KURILS"),
    ("Habomai", 146.14, 43.49, "KURILS"), ("Port Arthur", 121.26, 38.82, "KWANTUNG"),
)  # fmt: skip
# Straits that look like land bridges on a hex map: no way on foot between the two points.
STRAITS: tuple[tuple[str, Point, Point], ...] = (
    ("Tatar Strait (mainland - Sakhalin)", (141.40, 52.20), (141.90, 52.20)),
    ("Shumshu - Kamchatka", (156.50, 50.85), (156.72, 50.98)),
    ("Shumshu - Paramushir", (156.40, 50.80), (156.12, 50.67)),
    ("Hokkaido - Kunashir", (145.20, 43.90), (145.55, 43.80)),
    ("Kunashir - Iturup", (146.50, 44.45), (146.85, 44.42)),
    ("Habomai - Hokkaido", (145.80, 43.37), (146.14, 43.49)),
    ("La Perouse (Soya)", (141.95, 45.52), (142.05, 45.92)),
)
# Towns that must lie on a given bank: place, river, L(eft) or R(ight) looking downstream.
BANKS: tuple[tuple[str, str, str], ...] = (
    ("harbin", "Songhua", "R"), ("kiamusze", "Songhua", "R"), ("fuchin", "Songhua", "R"),
    ("tungkiang", "Songhua", "R"), ("sansing", "Songhua", "R"), ("mulan", "Songhua", "L"),
    ("tungho", "Songhua", "L"), ("tsitsihar", "Nen", "L"), ("angangki", "Nen", "L"),
    ("fularki", "Nen", "R"), ("nenchiang", "Nen", "L"), ("mukden", "Hun", "R"),
    ("kirin", "Second Songhua", "L"), ("antung", "Yalu", "R"), ("sinuiju", "Yalu", "L"),
    ("linkiang", "Yalu", "R"), ("chian", "Yalu", "R"), ("blagoveshchensk", "Amur", "L"),
    ("heiho", "Amur", "R"), ("aihun", "Amur", "R"), ("moho", "Amur", "R"),
    ("konstantinovka", "Amur", "L"), ("poyarkovo", "Amur", "L"), ("leninskoye", "Amur", "L"),
    ("fuyuan", "Amur", "R"), ("khabarovsk", "Ussuri", "R"), ("hutou", "Ussuri", "L"),
    ("iman", "Ussuri", "R"), ("jaoho", "Ussuri", "L"), ("bikin", "Ussuri", "R"),
    ("pyongyang", "Taedong", "R"), ("chinnampo", "Taedong", "R"), ("mutanchiang", "Mudan", "L"),
    ("sansing", "Mudan", "R"), ("tungning", "Razdolnaya", "R"), ("tumen", "Tumen", "L"),
    ("hunchun", "Tumen", "L"), ("kyonghung", "Tumen", "R"), ("hoeryong", "Tumen", "R"),
    ("tsurukhaitui", "Argun", "L"), ("hulin", "Muling", "L"), ("hailar", "Hailar", "L"),
    ("yingkou", "Liao", "L"), ("tiehling", "Liao", "L"), ("hsinmin", "Liao", "R"),
    # Not in the audit's list: the Amur below the Ussuri runs past Khabarovsk on its left.
    ("khabarovsk", "Amur", "R"), ("komsomolsk", "Amur", "L"),
)  # fmt: skip
# Lines in the river files run either way; a line is turned so that it ends nearer to the mouth.
MOUTHS: dict[str, Point] = {
    "Amur": (140.7, 53.1), "Songhua": (132.52, 47.71), "Nen": (124.67, 45.45),
    "Second Songhua": (124.65, 45.45), "Yalu": (124.37, 40.1), "Ussuri": (135.04, 48.48),
    "Argun": (121.4, 53.32), "Hailar": (117.87, 49.51), "Tumen": (130.7, 42.3),
    "Muling": (133.51, 45.87), "Liao": (122.16, 40.7), "Hun": (122.3, 40.9),
    "Taedong": (125.1, 38.7), "Kerulen": (117.06, 48.76), "Mudan": (129.5, 46.33),
    "Razdolnaya": (131.8, 43.3), "Khalkha": (117.75, 47.9), "Songacha": (133.41, 45.57),
    "Tao'er": (124.09, 45.72), "Xi Liao": (123.55, 43.48), "Xar Moron": (120.76, 43.42),
    "Zeya": (127.58, 50.2), "Shilka": (121.48, 53.32), "Onon": (115.83, 51.73),
    "Ingoda": (115.83, 51.72), "Poronay": (143.13, 49.22), "Amgun": (139.7, 52.95),
    "Nemor": (124.55, 48.33), "Han": (126.75, 37.64), "Hai": (117.71, 38.98),
    "Naoli": (134.17, 47.3), "Huma": (126.7, 51.69), "Gan": (125.19, 49.18),
    "Chongchon": (125.4, 39.58), "Taizi": (122.41, 41.0), "Hulan": (126.74, 45.92),
    "Woken": (129.56, 46.34), "Yimin": (119.75, 49.27), "Chuo'er": (123.8, 46.57),
    "Nuomin": (124.53, 48.19), "Bureya": (129.53, 49.39), "Gen": (119.37, 50.31),
    "Bolshaya Ussurka": (133.67, 45.95), "Lalin": (125.68, 45.51), "Tangwang": (129.93, 46.68),
    "Xun": (128.96, 49.45), "Selenga": (106.6, 52.2),
}  # fmt: skip
# Named passes: id, name, lon, lat, height in metres, note. The tank passes are fitted to saddles.
PASSES: tuple[tuple[str, str, float, float, int, str], ...] = (
    ("korokhon", "Korokhon", 119.2, 45.0, 1075, "5th Guards Tank Corps, night 10-11 Aug"),
    ("tsagan_dabo", "Tsagan-Dabo", 119.75, 45.35, 1125, "9th Guards Mech. Corps, 10-11 Aug"),
    ("mokutin", "Mokutin - Gurbin-Ail", 119.6, 45.6, 1050, "7th Mech. Corps, 11 Aug"),
    ("dzhadyn", "Dzhadyn / southern Arshan tracks", 120.0, 46.6, 1100, "39th Army main body"),
    (
        "halung_arshan_pass",
        "Halung-Arshan - Wuchakou valley",
        120.1,
        47.0,
        1000,
        "railway; fortified",
    ),
    ("hsingan_tunnel", "Hsingan tunnel - Pokotu", 121.7, 48.83, 985, "rail tunnel 3 km and loop"),
    ("linhsi_pass", "Khingan between Linhsi and Tapanshang", 117.9, 43.9, 1300, "gentle, sandy"),
    ("kalgan_gate", "Changpei - Marumine - Kalgan gate", 114.8, 41.0, 1450, "concrete works"),
    ("kupeikow_pass", "Kupeikow", 117.16, 40.69, 300, "Great Wall"),
    ("shanhaikuan_pass", "Shanhaikuan", 119.75, 40.0, 20, "coast gate of the Great Wall"),
    ("nankou", "Nankou - Badaling", 116.05, 40.3, 600, "outside the Soviet zone"),
    ("taipingling", "Taipingling", 130.75, 44.55, 650, "rail tunnels; 5th Army"),
    ("laoyehling", "Laoyehling west of Mutanchiang", 129.0, 44.8, 700, "Hengtaohotze defile"),
    ("changkuangtsai", "Changkuangtsai range", 128.4, 45.0, 600, "railway to Imienpo"),
    ("laosungling", "Laosungling", 129.5, 43.6, 700, "Tumen - Mutanchiang line"),
    ("hoshin", "Hoshin line crest", 142.4, 46.98, 400, "Maoka - Toyohara; fight on 20-22 Aug"),
)
# Historic axes: name, way points, road distance in km (approximate).
AXES: tuple[tuple[str, str, int], ...] = (
    ("6 GTA south: Tamsag-Bulag - Lupei - Tungliao - Mukden", "tamsag lupei tungliao mukden", 820),
    ("6 GTA north: Tamsag-Bulag - Tuchuan - Hsinking", "tamsag tuchuan kaitung hsinking", 750),
    ("39A: Tamsag-Bulag - Solun - Taonan", "tamsag solun wangyemiao taonan", 500),
    ("KMG: Dariganga - Dolonnor - Chengte", "dariganga dolonnor chengteh", 620),
    ("KMG: Dzamyn-Ude - Changpei - Kalgan", "zamynude changpei kalgan", 480),
    ("17A: Yugodzyr - Tapanshang - Chihfeng", "yugodzyr tapanshang chihfeng", 550),
    ("36A: Tsurukhaitui - Hailar - Tsitsihar", "tsurukhaitui hailar pokotu tsitsihar", 540),
    ("5A: Grodekovo - Mutanchiang - Harbin", "grodekovo mutanchiang harbin", 500),
    ("1RBA: Turi Rog - Pamientung - Mutanchiang", "turirog pamientung mutanchiang", 215),
    ("35A: Lesozavodsk - Mishan - Poli", "lesozavodsk mishan poli", 250),
    ("25A: Voroshilov - Wangching - Yenki", "voroshilov tungning wangching yenki", 300),
    ("15A: Leninskoye - Kiamusze - Harbin", "leninskoye fuchin kiamusze harbin", 700),
    ("5RC: Bikin - Jaoho - Paoching - Poli", "bikin jaoho paoching poli", 340),
    ("2RBA: Blagoveshchensk - Tsitsihar", "blagoveshchensk sunwu peian tsitsihar", 530),
    ("25A coast: Kraskino - Unggi - Seishin", "kraskino unggi seishin", 170),
    ("16A: Onor - Koton - Otomari", "onor koton toyohara otomari", 450),
    ("Mukden - Dairen", "mukden dairen", 397),
    ("Hsinking - Harbin", "hsinking harbin", 240),
)
# Marshes of the notes, section 2, that the land cover misses: name, lon, lat, radius in km.
MARSHES: tuple[tuple[str, float, float, float], ...] = (
    ("Sungacha swamp", 133.0, 45.35, 30), ("Khanka north shore", 132.5, 45.45, 16),
    ("Muling mouth meadows", 133.2, 45.65, 16), ("Nonni flood plain north", 124.0, 46.75, 14),
    ("Nonni flood plain", 123.95, 46.35, 18), ("Nonni flood plain south", 124.15, 45.95, 14),
    ("Dalai-nor reed marsh", 117.75, 49.3, 11), ("Sunwu bog", 127.75, 49.5, 13),
    ("Ulgain Gol", 117.45, 45.5, 13), ("Poronai bog", 143.0, 49.6, 22),
    ("Poronai mouth", 143.1, 49.3, 14), ("Sanjiang west", 132.2, 47.2, 22),
)  # fmt: skip
# Gravel desert of Sunit and Abaga, which the satellite's colours take for steppe.
GRAVEL: tuple[Point, ...] = (
    (110.5, 45.4), (113.3, 45.3), (114.6, 45.2), (115.6, 44.9), (115.7, 44.2), (115.9, 43.6),
    (114.5, 43.2), (113.6, 42.4), (112.0, 42.3), (110.5, 42.8),
)  # fmt: skip
# Dune belts: name, outline.
DUNES: tuple[tuple[str, tuple[Point, ...]], ...] = (
    ("Ujimchin dunes", ((115.5, 44.35), (117.2, 44.25), (118.2, 44.55), (118.3, 45.0),
                        (117.0, 45.1), (115.8, 45.25), (115.5, 44.9))),
    ("Otindag (Hunshandake)", ((112.9, 42.6), (114.5, 42.35), (116.2, 42.45), (117.2, 42.9),
                               (116.7, 43.45), (115.2, 43.35), (113.6, 43.2))),
    ("Tokto dunes north of Dzamyn-Ude", ((112.4, 43.5), (113.5, 43.75), (113.4, 44.2),
                                         (112.4, 44.0))),
)  # fmt: skip
# Border taiga north-west of Lake Khanka: one hex deep behind the frontier between these limits.
BORDER_TAIGA = (130.7, 132.0, 44.62, 45.32)
UPPER_TAIGA_LAT = 51.0

# Weather sectors and points that stand for them: a hex belongs to the sector of the nearest point.
SECTORS: tuple[tuple[str, str], ...] = (
    ("gobi", "Gobi and Chahar"), ("barga", "Barga and Hailar"),
    ("khingan", "Great Khingan and Liao plain"), ("nonni", "Sungari-Nonni plain"),
    ("lower_amur", "Lower Amur and Sungari"), ("primorye", "Primorye and Mutanchiang"),
    ("korea", "Korea and Liaotung coasts"), ("sakhalin", "Sakhalin"), ("kurils", "Kurils"),
)  # fmt: skip
SECTOR_POINTS: tuple[tuple[str, float, float], ...] = (
    ("gobi", 107.5, 46.0), ("gobi", 110.5, 44.5), ("gobi", 111.0, 41.0), ("gobi", 114.0, 45.0),
    ("gobi", 114.0, 42.5), ("gobi", 115.0, 40.0), ("gobi", 116.5, 44.0), ("gobi", 117.0, 42.0),
    ("gobi", 116.0, 38.5), ("gobi", 117.3, 40.0),
    ("barga", 107.5, 50.0), ("barga", 111.0, 48.5), ("barga", 115.0, 48.0), ("barga", 117.3, 47.2),
    ("barga", 118.5, 49.0), ("barga", 116.0, 51.0), ("barga", 113.0, 52.0), ("barga", 119.8, 49.6),
    ("barga", 119.5, 51.5), ("barga", 120.0, 53.3),
    ("khingan", 120.2, 46.5), ("khingan", 119.5, 45.2), ("khingan", 121.5, 48.5),
    ("khingan", 118.5, 43.8), ("khingan", 120.5, 43.5), ("khingan", 122.5, 43.4),
    ("khingan", 119.5, 42.0), ("khingan", 121.0, 41.5), ("khingan", 122.8, 42.0),
    ("khingan", 118.6, 40.8), ("khingan", 122.3, 50.5), ("khingan", 121.8, 45.4),
    ("khingan", 123.4, 41.2), ("khingan", 122.8, 52.3),
    ("nonni", 123.8, 47.2), ("nonni", 125.2, 48.5), ("nonni", 123.5, 45.2), ("nonni", 125.3, 44.3),
    ("nonni", 126.6, 45.8), ("nonni", 126.9, 47.2), ("nonni", 124.9, 42.9), ("nonni", 126.8, 43.6),
    ("nonni", 125.0, 50.0), ("nonni", 128.0, 45.4),
    ("lower_amur", 127.5, 50.0), ("lower_amur", 129.8, 47.2), ("lower_amur", 132.5, 47.5),
    ("lower_amur", 135.0, 48.6), ("lower_amur", 137.0, 50.6), ("lower_amur", 129.5, 51.5),
    ("lower_amur", 125.5, 52.8), ("lower_amur", 139.8, 52.6), ("lower_amur", 133.5, 50.0),
    ("lower_amur", 129.3, 46.2), ("lower_amur", 139.2, 50.0),
    ("primorye", 129.6, 44.5), ("primorye", 131.0, 45.5), ("primorye", 133.5, 45.5),
    ("primorye", 132.0, 43.6), ("primorye", 129.8, 43.3), ("primorye", 135.5, 44.5),
    ("primorye", 136.5, 46.5), ("primorye", 128.3, 43.4), ("primorye", 139.0, 48.2),
    ("korea", 129.7, 41.8), ("korea", 127.5, 40.0), ("korea", 125.8, 39.0), ("korea", 127.0, 37.5),
    ("korea", 127.0, 41.6), ("korea", 125.0, 40.8), ("korea", 121.8, 39.2), ("korea", 131.0, 40.5),
    ("korea", 119.0, 38.8),
    ("sakhalin", 142.7, 47.0), ("sakhalin", 142.8, 50.0), ("sakhalin", 142.8, 53.0),
    ("sakhalin", 142.5, 43.5), ("sakhalin", 141.0, 45.0), ("sakhalin", 145.0, 48.0),
    ("sakhalin", 141.3, 51.0),
    ("kurils", 156.2, 50.7), ("kurils", 153.0, 48.0), ("kurils", 149.9, 45.9),
    ("kurils", 146.5, 44.0), ("kurils", 147.5, 45.5),
)  # fmt: skip
# Ways of the road list that were only cut or laid during the operation: line, terrain they led
# through. They are left out of the map there (terrain notes, section 6: felled forest, corduroy).
CUT_IN_AUGUST: dict[str, str] = {"M34": "virgin_forest", "M73": "marsh"}
# Ports of the sea that lie up a river.
RIVER_PORTS = frozenset({"tientsin"})

ZONES_AT = {"Z32": "koton"}
"""Fortified zones that bar the way at a place, which their coordinates, good to ten kilometres,
miss by a hex: the works of Koton lay across the only road and railway of southern Sakhalin (terrain
notes; l:WPja-125IR)."""
