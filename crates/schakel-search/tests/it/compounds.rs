//! Compounds of the field, split as a person would. The share that comes out right is printed, and may not fall.

use schakel_search::Analyser;

use crate::oost::WORDS;

/// The word and its parts, as a person splits it. A word with one part is no compound.
const GOLD: &[&str] = &[
    "subsidieregeling = subsidie regeling",
    "innovatievoucher = innovatie voucher",
    "bedrijfsopvolging = bedrijf opvolging",
    "haalbaarheidsonderzoek = haalbaarheid onderzoek",
    "financieringsadvies = financiering advies",
    "kredietverstrekker = krediet verstrekker",
    "borgstellingskrediet = borgstelling krediet",
    "microkrediet = micro krediet",
    "familiebedrijf = familie bedrijf",
    "zonnepanelen = zonne panelen",
    "energiebesparing = energie besparing",
    "windmolenpark = wind molen park",
    "kennisinstelling = kennis instelling",
    "loonbelasting = loon belasting",
    "ontwikkelkosten = ontwikkel kosten",
    "ondernemingsplan = onderneming plan",
    "startersloket = starters loket",
    "bedrijfsadviseur = bedrijf adviseur",
    "investeringsfonds = investering fonds",
    "risicokapitaal = risico kapitaal",
    "aandeelhouder = aandeel houder",
    "groeifinanciering = groei financiering",
    "vakmanschap = vakmanschap",
    "scholingsfonds = scholing fonds",
    "werkgeverssubsidie = werkgevers subsidie",
    "personeelstekort = personeel tekort",
    "leerwerkplek = leer werkplek",
    "exportsubsidie = export subsidie",
    "samenwerkingsproject = samenwerking project",
    "onderzoeksproject = onderzoek project",
    "proeftuin = proef tuin",
    "testfaciliteit = test faciliteit",
    "kunststofverwerking = kunststof verwerking",
    "maakindustrie = maak industrie",
    "metaalbewerking = metaal bewerking",
    "lasrobot = las robot",
    "automatiseringsproject = automatisering project",
    "webwinkel = web winkel",
    "boekhoudprogramma = boekhoud programma",
    "winkelstraat = winkel straat",
    "recreatiebedrijf = recreatie bedrijf",
    "zorginstelling = zorg instelling",
    "thuiszorgbureau = thuiszorg bureau",
    "melkveehouder = melkvee houder",
    "asbestdak = asbest dak",
    "biogasinstallatie = biogas installatie",
    "afvalwarmte = afval warmte",
    "drinkwaterbedrijf = drinkwater bedrijf",
    "octrooiaanvraag = octrooi aanvraag",
    "kennisvoucher = kennis voucher",
    "regiodeal = regio deal",
    "provinciehuis = provincie huis",
    "gemeenteraad = gemeente raad",
    "bedrijventerrein = bedrijven terrein",
    "huurachterstand = huur achterstand",
    "faillissementsaanvraag = faillissement aanvraag",
    "schuldeiser = schuld eiser",
    "bedrijfsovername = bedrijf overname",
    "machinefabriek = machine fabriek",
    "meetapparatuur = meet apparatuur",
    "demonstratiemodel = demonstratie model",
    "praktijkonderzoek = praktijk onderzoek",
    "hogeschool = hoge school",
    "regeling = regeling",
    "onderneming = onderneming",
    "belasting = belasting",
    "verzekering = verzekering",
    "adviseur = adviseur",
    "investeerder = investeerder",
    "ontwikkeling = ontwikkeling",
    "samenwerking = samenwerking",
    "vernieuwing = vernieuwing",
];

/// The least share that must be right.
const SHARE_MIN_PERCENT: usize = 90;

#[test]
#[expect(clippy::print_stdout, reason = "the share is the point of this test")]
fn compounds_of_the_field_are_split() {
    let analyser = Analyser::new(&WORDS);
    let mut wrong = Vec::new();
    for line in GOLD {
        let (word, parts) = line.split_once(" = ").unwrap();
        let wanted: Vec<&str> = if parts == word { Vec::new() } else { parts.split(' ').collect() };
        let found = analyser.parts(word);
        if found != wanted {
            wrong.push(format!("{word}: {found:?}"));
        }
    }
    let right = GOLD.len() - wrong.len();
    println!("{right} of {} compounds right; wrong: {wrong:#?}", GOLD.len());
    assert!(right * 100 >= GOLD.len() * SHARE_MIN_PERCENT, "{right} of {}: {wrong:#?}", GOLD.len());
}
