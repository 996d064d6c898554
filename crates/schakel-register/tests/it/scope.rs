//! The scope of joint money: strategy of the landsdeel against the topsector agendas.

use schakel_register::{pot_for, theme_scope};

use crate::small_pack::{files, files_edited, good_pack};

#[test]
fn themes_and_their_pot() {
    // In the strategy, a topsector, a national priority → where it lies and which pot it belongs to.
    let cases = [
        (true, true, false, "inside", "joint"),
        (true, true, true, "inside", "joint"),
        (true, false, false, "only_regional", "refused"),
        (true, false, true, "only_regional", "national"),
        (false, true, false, "only_national", "refused"),
        (false, true, true, "only_national", "national"),
        (false, false, false, "neither", "refused"),
        (false, false, true, "neither", "national"),
    ];
    for (in_strategy, topsector, priority, scope, pot) in cases {
        let mut pack = good_pack(&files());
        let mut strategy = pack.strategies["oost"].clone();
        let theme = if in_strategy { "htsm" } else { "tourism" };
        pack.settings.topsectors.iter_mut().for_each(|it| it.theme = if topsector { theme } else { "-" }.into());
        pack.settings
            .national_priorities
            .iter_mut()
            .for_each(|it| it.theme = if priority { theme } else { "-" }.into());
        let found = (theme_scope(theme, &strategy, &pack).name(), pot_for(theme, &strategy, &pack).name());
        assert_eq!(found, (scope, pot), "{in_strategy} {topsector} {priority}");

        // Without a printed list of themes nothing can be said.
        strategy.themes.clear();
        let found = (theme_scope(theme, &strategy, &pack).name(), pot_for(theme, &strategy, &pack).name());
        assert_eq!(found, ("unknown", "unknown"));
    }
}

#[test]
fn supporting_sectors_and_crossovers_count_and_challenges_do_not() {
    let scope_of_water = |role: &str| {
        let theme =
            format!("[[theme]]\ncode = \"water\"\nlabel = \"Water\"\nrole = \"{role}\"\n[[theme]]\ncode = \"htsm\"");
        let pack = good_pack(&files_edited("ris/oost.md", "[[theme]]\ncode = \"htsm\"", &theme));
        theme_scope("water", &pack.strategies["oost"], &pack).name()
    };
    for role in ["focus", "supporting", "crossover"] {
        assert_eq!(scope_of_water(role), "only_regional", "{role}");
    }
    assert_eq!(scope_of_water("challenge"), "neither");
}

#[test]
fn a_strategy_that_only_names_challenges_prints_no_list() {
    let pack = good_pack(&files_edited("ris/oost.md", "role = \"focus\"", "role = \"challenge\""));
    assert_eq!(theme_scope("htsm", &pack.strategies["oost"], &pack).name(), "unknown");
}
