"""Words that are in nearly every text."""

COMMON = frozenset(
    "alle alt at av både da de dei dem den denne der deres det dette di din disse du eg ein ei eit eller en enn er et "
    "ett etter for fra frå ha hadde han hans har ho hun hva hvem hvor hvordan hvorfor i ikke ikkje inn ja jeg kan kva "
    "kvar kven korleis kvifor man med meg men mi min mitt mot mye når nå no noe noen noko nokon og også om opp oss "
    "over på sa seg si sin sine sitt skal skulle slik som så til ut var ved vi vil ville vår være vore vert være å "
    "the of and to in for on with a an is".split()
)
"""Words so common that they tell nothing: found in titles and names only, and looked for when there is nothing else."""
ASKING = frozenset(
    "about are burde bør can can't do does dokker dykk dåke dåkke dåkker døkk fekk fikk finne finner finnes fins "
    "finst få får fått gjer gjera gjere gjord gjorde gjort gjør gjøre gjøres how hvilke hvilken hvilket hæm "
    "hjelpa hjelpe hjelper "
    "jobba jobbar jobbe jobber jobbet jæ ka kem koffer koffor kofor koleis kor korsen korsn koss kossen kunne "
    "kvordan kæm laga lagd lage laget leitar lete leter me må mæ ned nede noka nokka nokre not nåkka nån or our se "
    "ser should sjå treng trenge trenger trengs trengst veit vet vårs we what where which who åffer åssen æ ønske "
    "ønsker ønskjer".split()
)
"""Words of questions, also as they are spoken: passed over where another word tells more, wherever they stand."""
