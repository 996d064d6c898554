//! One application through the pages of the executor: completeness, committee, decision, objection, settlement; vouchers,
//! the end of the year, small aid and the evaluation.

use axum::http::StatusCode;
use schakel_schemes::ApplicationCommand;
use schakel_time::add_days;

use super::executing::{Office, TERMS, fact, plain};
use super::{ROUND, TENDER};

/// A step that is not possible is refused with why, and the page shows what was typed.
#[test]
fn from_receipt_to_settlement() {
    let mut office = Office::new();
    let firm = office.firm("Wit Metaal bv", "bv");
    let number = office.submits(ROUND, firm, 5_000);
    let address = format!("/werk/aanvragen/{number}");
    let page = office.page(&address);
    for word in ["Wit Metaal bv", "Een lasrobot", "€ 5.000", "Er ontbreekt niets", "Binnen, nog niet bekeken"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    office.done(&address, "grant-ask", &[("ontbreekt", "stuk-plan"), ("ontbreekt", "veld-aim")]);
    let asked = office.page(&address);
    assert!(asked.contains("Ontbreekt: Projectplan") && asked.contains("15 februari 2030"), "{asked}");
    let wrong = office.refused(&address, "grant-announce", &[], StatusCode::CONFLICT);
    assert!(wrong.contains("Deze stap kan nu niet"), "{wrong}");
    let early = office.refused(&address, "grant-complete", &[], StatusCode::CONFLICT);
    assert!(early.contains("Deze stap kan nu niet"), "{early}");
    office.hands.set("2030-02-12T09:00:00");
    office.supplements(number, firm, 5_000);
    office.done(&address, "grant-complete", &[]);
    assert!(office.page(&address).contains("12 februari 2030, 9:00:00 uur"), "it counts from when it was complete");
    office.done(&address, "grant-term", &[("termijnstap", "agreed"), ("stil-tot", "2030-03-15")]);
    assert!(office.page(&address).contains("afgesproken met de aanvrager"));

    let person = office.own.person.0.to_string();
    office.done(&address, "grant-assign", &[("behandelaar", &person)]);
    assert!(office.page(&format!("/werk/regelingen/{ROUND}")).contains("Sam de Boer"));
    let too_much = [("bedrag-euro", "9.000"), ("activiteiten-tot", "2030-12-31")];
    let refused = office.refused(&address, "grant-decide", &too_much, StatusCode::CONFLICT);
    assert!(refused.contains("tot € 5.000") && refused.contains("9.000"), "{refused}");
    let terms = [
        ("bedrag-euro", "5.000"),
        ("activiteiten-tot", "2030-12-31"),
        ("jaren", "2030: 3.000\r\n2031: 2.000"),
        ("verplichtingen", "rapport: 2030-10-01"),
    ];
    office.done(&address, "grant-decide", &terms);
    office.done(&address, "grant-announce", &[]);
    let granted = office.page(&address);
    assert!(granted.contains("<dt>2030</dt><dd>€ 3.000</dd>") && granted.contains("<dt>2031</dt><dd>€ 2.000</dd>"));

    // Nothing is paid above the advance, and what is open holds up the settlement.
    let advance = office.refused(&address, "grant-advance", &[("bedrag-euro", "100")], StatusCode::CONFLICT);
    assert!(advance.contains("Kies een bedrag boven nul"), "{advance}");
    office.done(&address, "grant-report", &[("verplichting", "0")]);
    office.later("2031-01-02T09:00:00");
    office.done(&address, "grant-settle-ex-officio", &[("bedrag-euro", "4.000"), ("waarom-lager", "lower-costs")]);
    assert!(office.page(&address).contains("€ 4.000"));
    office.done(&address, "grant-pay-rest", &[]);
    assert_eq!(fact(&office.page(&address), "Betaald"), "€ 4.000");
}

/// A committee: points with reasons, who has an interest keeps out, and the averages follow from what is kept.
#[test]
fn sys_d04_a_committee_scores_and_an_interest_keeps_out() {
    let office = Office::new();
    let firms = ["Wit Metaal bv", "Blauw Staal bv"].map(|it| office.firm(it, "bv"));
    let numbers = firms.map(|it| {
        let number = office.submits(TENDER, it, 5_000);
        office.does(number, ApplicationCommand::FindComplete);
        number
    });
    let address = format!("/werk/aanvragen/{}", numbers[0]);
    let works_for = firms[0].0.to_string();
    let sheet = |renewal, value| {
        [
            ("punten-renewal", renewal),
            ("reden-renewal", "Nieuw voor de regio."),
            ("punten-value", value),
            ("reden-value", "Er is vraag naar."),
            ("advies", "positive"),
        ]
    };
    let interest: Vec<_> = sheet("40", "30").into_iter().chain([("werkt-voor", works_for.as_str())]).collect();
    let refused = office.refused(&address, "grant-sheet", &interest, StatusCode::CONFLICT);
    assert!(refused.contains("U werkt voor wie meedoet"), "{refused}");
    let high = office.refused(&address, "grant-sheet", &sheet("51", "30"), StatusCode::CONFLICT);
    assert!(high.contains("Deze punten kunnen niet"), "{high}");
    office.done(&address, "grant-sheet", &sheet("40", "30"));
    office.done(&address, "grant-advice", &[]);
    let page = office.page(&address);
    assert!(page.contains("Nieuw voor de regio.") && page.contains("Gemiddeld"), "{page}");

    let second = format!("/werk/aanvragen/{}", numbers[1]);
    office.done(&second, "grant-sheet", &sheet("20", "10"));
    office.done(&second, "grant-advice", &[]);
    let path = format!("/werk/regelingen/{TENDER}");
    office.hands.set("2030-03-04T09:00:00");
    office.done(&path, "round-divide", &[]);
    let held = office.own.post(&path, &[&[("actie", "round-decide")], TERMS].concat());
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text());
    let page = office.page(&path);
    assert_eq!((fact(&page, "Verleend"), fact(&page, "Afgewezen")), ("1".to_owned(), "1".to_owned()));
    assert!(office.page(&second).contains("Te weinig punten in totaal"), "30 of 100 is below 50");
}

/// The tender is a ranking: with 200 euro more somebody else gets it too, and nothing is kept of that question.
#[test]
fn sys_b17_what_more_money_would_change() {
    let office = Office::new();
    for it in 1..=3 {
        let number = office.submits(ROUND, office.firm(&format!("Firma {it} bv"), "bv"), 15_000);
        office.does(number, ApplicationCommand::FindComplete);
        let day = add_days(office.app.today(), 1);
        office.hands.set(&format!("{day}T10:00:00"));
    }
    let path = format!("/werk/regelingen/{ROUND}");
    office.hands.set("2030-03-04T09:00:00");
    let shown = office.page(&format!("{path}?meer=5.000"));
    assert!(shown.contains("Met € 5.000 meer verandert dit"), "{shown}");
    assert!(shown.contains(">3</a>") && shown.contains("€ 15.000"), "{shown}");
    let nothing = office.page(&format!("{path}?meer=1"));
    assert!(nothing.contains("Voor niemand verandert er iets"), "{nothing}");
    let redirect = office.own.post(&path, &[("actie", "round-what-if"), ("meer", "200.000")]);
    assert!(redirect.header("location").ends_with("meer=200.000"), "{}", redirect.header("location"));
}

/// An objection in words; the decision on it too.
#[test]
fn an_objection_has_grounds_and_a_decision() {
    let office = Office::new();
    let number = office.submits(ROUND, office.firm("Wit Metaal bv", "bv"), 5_000);
    let address = format!("/werk/aanvragen/{number}");
    office.done(&address, "grant-complete", &[]);
    office.refused(&address, "grant-refuse", &[], StatusCode::CONFLICT);
    office.done(&address, "grant-refuse", &[("gronden-keuze", "activities-unlikely")]);
    office.done(&address, "grant-announce", &[]);
    let without = office.refused(&address, "grant-object", &[("ontvangen", "2030-02-01")], StatusCode::CONFLICT);
    assert!(without.contains("Schrijf op waarom"), "{without}");
    let object = [("ontvangen", "2030-02-01"), ("gronden", "Het project begint in juni.")];
    office.done(&address, "grant-object", &object);
    let page = office.page(&address);
    assert!(page.contains("Het project begint in juni.") && page.contains("In bezwaar"), "{page}");
    let founded = [
        ("uitspraak", "founded"),
        ("bedrag-nieuw", "5.000"),
        ("activiteiten-tot", "2031-01-01"),
        ("redenen", "U heeft gelijk."),
    ];
    office.done(&address, "grant-objection", &founded);
    let page = office.page(&address);
    assert!(page.contains("U heeft gelijk.") && page.contains("Gegrond"), "{page}");
}

/// A voucher is redeemed once, at a listed provider; issued is redeemed, open and lapsed together.
#[test]
fn sys_b14_a_voucher_is_redeemed_once_at_a_listed_provider() {
    let mut office = Office::new();
    let numbers = ["Wit Metaal bv", "Blauw Staal bv"].map(|it| office.submits(ROUND, office.firm(it, "bv"), 5_000));
    for number in numbers {
        let address = format!("/werk/aanvragen/{number}");
        office.done(&address, "grant-complete", &[]);
        office.done(&address, "grant-decide", &[("bedrag-euro", "5.000"), ("activiteiten-tot", "2030-12-31")]);
        office.done(&address, "grant-voucher", &[("geldig-maanden", "6")]);
    }
    let path = format!("/werk/regelingen/{ROUND}/vouchers");
    let page = office.page(&path);
    let provider = page.split("name=\"aanbieder\"").nth(1).unwrap().split("value=\"").nth(2).unwrap();
    let provider = provider.split('"').next().unwrap().to_owned();
    let redeem = |provider: &str| {
        [("voucher", "1"), ("aanbieder", provider), ("bedrag-euro", "4.500")].map(|(it, value)| (it, value.to_owned()))
    };
    let send = |provider: &str, status| {
        let form = redeem(provider);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        office.refused(&path, "voucher-redeem", &form, status)
    };
    let unlisted = send("gemeente-enschede", StatusCode::CONFLICT);
    assert!(unlisted.contains("Deze aanbieder staat niet op de lijst"), "{unlisted}");
    send(&provider, StatusCode::SEE_OTHER);
    let twice = send(&provider, StatusCode::CONFLICT);
    assert!(twice.contains("al gebruikt of verlopen"), "{twice}");
    office.later("2030-12-01T09:00:00");
    office.app.grants().pass_time(office.app.exactly_now()).unwrap();
    let page = office.page(&path);
    let rows: Vec<String> = ["Uitgegeven", "Gebruikt", "Open", "Verlopen"]
        .iter()
        .map(|it| {
            let row = page.split(&format!("<th scope=\"row\">{it}</th>")).nth(1).unwrap();
            row.split("</td>").next().unwrap().rsplit('>').next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(rows, ["2", "1", "0", "1"]);
    assert!(page.contains("Uitbetaald op vouchers: € 4.500"), "{page}");
}

/// Who waits on 31 December is listed with what they ask, and the free room is proposed to go over.
#[test]
fn sys_b18_the_year_ends_with_who_waits_and_what_goes_over() {
    let mut office = Office::new();
    let granted = office.submits(ROUND, office.firm("Wit Metaal bv", "bv"), 25_000);
    let waits = office.submits(ROUND, office.firm("Blauw Staal bv", "bv"), 20_000);
    let address = format!("/werk/aanvragen/{granted}");
    office.done(&address, "grant-complete", &[]);
    office.done(&address, "grant-decide", &[("bedrag-euro", "25.000"), ("activiteiten-tot", "2030-12-31")]);
    let path = format!("/werk/regelingen/{ROUND}/jaareinde");
    office.later("2031-01-05T09:00:00");
    let page = office.page(&format!("{path}?jaar=2030"));
    assert_eq!(fact(&page, "Gevraagd zonder besluit"), "€ 20.000");
    assert_eq!(fact(&page, "Voorstel om mee te nemen"), "€ 15.000", "no more than is free");
    assert!(page.contains(&format!(">{waits}</a>")) && !page.contains(&format!(">{granted}</a>")), "{page}");
    let more = [("jaar", "2030"), ("bedrag-euro", "15.001"), ("reserve", "reserve-mkb")];
    let refused = office.refused(&path, "year-end-carry", &more, StatusCode::CONFLICT);
    assert!(refused.contains("Hoogstens € 15.000 kan mee"), "{refused}");
    office.done(&path, "year-end-propose", &[("jaar", "2030")]);
    office.done(&path, "year-end-carry", &[("jaar", "2030"), ("bedrag-euro", "15.000"), ("reserve", "reserve-mkb")]);
}

/// Small aid: a grant that does not fit is refused with why; what was granted is in the register with its last day.
#[test]
fn small_aid_is_checked_entered_and_sent() {
    let office = Office::new();
    let number = office.submits(ROUND, office.firm("Wit Metaal bv", "bv"), 5_000);
    let address = format!("/werk/aanvragen/{number}");
    office.done(&address, "grant-complete", &[]);
    let small = [("bedrag-euro", "5.000"), ("activiteiten-tot", "2030-12-31"), ("kleine-steun", "ja")];
    office.done(&address, "grant-declaration", &[("andere-steun", "2029-03-01: 296.000")]);
    assert!(office.page(&address).contains("€ 296.000 aan andere kleine steun"));
    let over = office.refused(&address, "grant-decide", &small, StatusCode::CONFLICT);
    assert!(over.contains("meer kleine steun dan mag"), "{over}");
    office.done(&address, "grant-declaration", &[("andere-steun", "")]);
    office.done(&address, "grant-decide", &small);
    let page = office.page("/werk/kleine-steun");
    // Twenty working days after 1 February 2030.
    assert!(page.contains("Wit Metaal bv") && page.contains("1 maart 2030"), "{page}");
    let file = office.own.get("/werk/kleine-steun/kleine-steun.json");
    let rows: serde_json::Value = serde_json::from_str(file.text()).unwrap();
    assert_eq!((&rows[0]["amount_eur"], &rows[0]["send_by"]), (&"5000".into(), &"2030-03-01".into()));
    assert!(rows[0]["sector_nace"].is_null(), "what nobody knows is not made up");
    assert!(office.own.get("/werk/kleine-steun/kleine-steun.csv").text().contains("Wit Metaal bv"));
    let other = office.other.get("/werk/kleine-steun/kleine-steun.json");
    assert_eq!(other.text().trim(), "[]");
    office.done("/werk/kleine-steun", "small-aid-sent", &[("regel", "1")]);
    assert!(office.page("/werk/kleine-steun").contains("Verstuurd op 1 februari 2030"));
}

/// The evaluation is counted from the applications; what is not known yet is said, never nought.
#[test]
fn sys_b08_the_evaluation_is_counted_from_recorded_applications() {
    let office = Office::new();
    let numbers = ["Wit Metaal bv", "Blauw Staal bv"].map(|it| office.submits(ROUND, office.firm(it, "bv"), 5_000));
    let address = format!("/werk/aanvragen/{}", numbers[0]);
    office.hands.set("2030-02-11T09:00:00");
    office.done(&address, "grant-complete", &[]);
    office.done(&address, "grant-decide", &[("bedrag-euro", "4.000"), ("activiteiten-tot", "2030-06-30")]);
    let page = office.page("/werk/evaluatie");
    for word in ["2030", "€ 4.000", "50%", "nog niet bekend", ">10<"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    for number in numbers {
        assert!(page.contains(&format!("/werk/aanvragen/{number}")), "each figure leads to its cases");
    }
    office.hands.set("2030-07-02T09:00:00");
    office.done(&address, "grant-announce", &[]);
    office.done(&address, "grant-settle-ex-officio", &[("bedrag-euro", "4.000")]);
    office.done(&address, "grant-pay-rest", &[]);
    let file = plain(office.own.get("/werk/evaluatie.csv").text());
    let line = file.lines().nth(1).unwrap();
    assert!(line.contains("\"2\",\"1\",\"€ 4.000\",\"50%\",\"10\",\"1\",\"€ 4.000\",\"1 2\""), "{line}");
}

/// A figure that is not known yet is printed so, and never as nought.
#[test]
fn sys_b12_not_known_yet_is_not_nought() {
    let office = Office::new();
    office.submits(TENDER, office.firm("Wit Metaal bv", "bv"), 5_000);
    let file = plain(office.own.get("/werk/evaluatie.csv").text());
    let line = file.lines().nth(1).unwrap();
    assert!(line.contains("\"nog niet bekend\",\"nog niet bekend\",\"nog niet bekend\""), "{line}");
    let round = office.page(&format!("/werk/regelingen/{TENDER}"));
    assert_eq!(fact(&round, "Zonder besluit"), "1", "and it is followed up");
}

/// A grant of several years shows what is committed for each; a sum that differs is refused.
#[test]
fn sys_b21_years_of_a_grant_sum_to_it() {
    let office = Office::new();
    let number = office.submits(ROUND, office.firm("Wit Metaal bv", "bv"), 5_000);
    let address = format!("/werk/aanvragen/{number}");
    office.done(&address, "grant-complete", &[]);
    let terms = |years| [("bedrag-euro", "5.000"), ("activiteiten-tot", "2032-12-31"), ("jaren", years)];
    let short = terms("2030: 3.000\r\n2031: 1.000");
    let refused = office.refused(&address, "grant-decide", &short, StatusCode::CONFLICT);
    assert!(refused.contains("De jaren zijn samen niet € 5.000"), "{refused}");
    office.done(&address, "grant-decide", &terms("2030: 2.000\r\n2031: 2.000\r\n2032: 1.000"));
    assert!(office.page(&address).contains("<dt>2032</dt><dd>€ 1.000</dd>"));
}
