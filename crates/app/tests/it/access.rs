//! Access: coming in, being kept out, and what an account may never be given.

use base::{Day, Error};
use platform::{
    Actor, Channel,
    access::{
        ask::{Accounts, Mine},
        duties::{Duties, Why},
        factor::code_at,
        first::{First, Opened, open_first},
        session::{self, SignIn, Standing},
    },
};
use serde_json::{Value, json};

use crate::world::{COUNTY_AREA, World, on_each_database};

const PASSWORD: &str = "pines and cranes 7";

fn first(world: &World, login: &str, role: &str) -> First {
    let area = COUNTY_AREA.to_owned();
    let _ = world;
    First { login: login.into(), name: login.into(), role: role.into(), area, password: None, factor: None }
}

/// The three administrators, with passwords to hand over.
fn administrators(world: &World) -> Vec<Opened> {
    let first = vec![
        first(world, "xitong", "system_admin"),
        first(world, "anquan", "security_admin"),
        first(world, "shenji", "audit_admin"),
    ];
    open_first(&world.door(), world.now(), world.seed(), first).expect("the first accounts open")
}

fn attempt(login: &str, password: &str) -> SignIn {
    SignIn {
        login: login.to_owned(),
        password: password.to_owned(),
        code: None,
        address: "10.0.0.7".to_owned(),
        agent: "test".to_owned(),
        channel: Channel::Web,
    }
}

fn sign_in(world: &World, it: &SignIn) -> base::Result<session::Opened> {
    session::sign_in(&world.door(), world.now(), world.seed(), it)
}

fn resume(world: &World, token: &str) -> Option<session::Session> {
    session::resume(&world.store, &world.house, token, world.now(), Channel::Web).expect("sessions are read")
}

fn key(error: &Error) -> &str {
    error.faults().first().map_or("", |it| it.key.as_ref())
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: base::Result<T>, want: &str) {
    let error = answer.expect_err("it is refused");
    assert_eq!(key(&error), want, "{error}");
}

/// From a password handed over to a session that may act: change it, enrol, confirm.
fn settle(world: &World, login: &str, handed: &str) -> (String, String, Vec<String>) {
    let opened = sign_in(world, &attempt(login, handed)).expect("the password handed over serves");
    assert_eq!(opened.standing, Standing::MustChangePassword);
    let token = opened.token;
    let actor = resume(world, &token).expect("a session").actor;
    refused(world.submit(&actor, "access.enrol-factor", json!({})), "door-no-right");
    let weak = world.submit(&actor, "access.change-password", json!({ "old": handed, "new": "12345678901" }));
    refused(weak, "access-password-guessed");
    world
        .submit(&actor, "access.change-password", json!({ "old": handed, "new": PASSWORD }))
        .expect("the password is changed");
    let session = resume(world, &token).expect("the same session");
    assert_eq!(session.standing, Standing::MustEnrol);
    let enrolment = world.submit(&session.actor, "access.enrol-factor", json!({})).expect("a secret");
    let secret = enrolment["secret"].as_str().expect("a secret").to_owned();
    let code = code_at(&secret, world.now()).expect("a code");
    refused(
        world.submit(&session.actor, "access.confirm-factor", json!({ "code": "12" })),
        "access-wrong-code",
    );
    let confirmed =
        world.submit(&session.actor, "access.confirm-factor", json!({ "code": code })).expect("confirmed");
    let codes: Vec<String> = serde_json::from_value(confirmed["recovery_codes"].clone()).expect("codes");
    assert_eq!(codes.len(), 8);
    assert_eq!(resume(world, &token).expect("full now").standing, Standing::Full);
    (token, secret, codes)
}

#[test]
fn a_first_administrator_comes_in_and_nothing_opens_twice() {
    on_each_database(|world| {
        let opened = administrators(world);
        let again =
            open_first(&world.door(), world.now(), world.seed(), vec![first(world, "x", "system_admin")]);
        refused(again, "access-accounts-there-already");
        let (token, secret, codes) = settle(world, "xitong", &opened[0].password);
        let session = resume(world, &token).expect("a session");
        assert!(session.actor.may("access.account") && !session.actor.may("access.grant"));

        // Another sign-in needs the code; the code that confirmed is used up, the next one serves.
        let opened = sign_in(world, &attempt("xitong", PASSWORD)).expect("the password is right");
        assert_eq!(opened.standing, Standing::NeedsCode);
        let waiting = resume(world, &opened.token).expect("a session that waits");
        assert!(waiting.actor.rights.is_empty());
        let prove = |code: &str| {
            let at = (world.now(), world.seed());
            session::prove(&world.door(), at.0, at.1, &waiting, &opened.token, code)
        };
        refused(prove(&code_at(&secret, world.now()).expect("a code")), "access-wrong-code");
        world.pass_seconds(30);
        prove(&code_at(&secret, world.now()).expect("a code")).expect("a new code serves");
        assert_eq!(resume(world, &opened.token).expect("a session").standing, Standing::Full);

        // A recovery code serves once.
        let with = |code: &str| SignIn { code: Some(code.to_owned()), ..attempt("xitong", PASSWORD) };
        assert_eq!(
            sign_in(world, &with(&codes[0].to_uppercase())).expect("it serves").standing,
            Standing::Full
        );
        refused(sign_in(world, &with(&codes[0])), "access-wrong-code");
    });
}

#[test]
fn failures_are_answered_alike_and_make_wait() {
    on_each_database(|world| {
        let opened = administrators(world);
        for login in ["xitong", "nobody-of-that-name"] {
            for _ in 0..5 {
                refused(sign_in(world, &attempt(login, "wrong")), "access-wrong-login-or-password");
            }
            refused(sign_in(world, &attempt(login, "wrong")), "access-wait");
        }
        refused(sign_in(world, &attempt("xitong", &opened[0].password)), "access-wait");
        world.pass_seconds(31);
        refused(sign_in(world, &attempt("xitong", "wrong")), "access-wrong-login-or-password");
        refused(sign_in(world, &attempt("xitong", &opened[0].password)), "access-wait");
        world.pass_seconds(61);
        sign_in(world, &attempt("xitong", &opened[0].password)).expect("the wait is over");
        // A password handed over serves for a while only.
        world.pass_seconds(73 * 3600);
        refused(sign_in(world, &attempt("anquan", &opened[1].password)), "access-wrong-login-or-password");
    });
}

#[test]
fn an_open_session_is_no_way_to_try_passwords() {
    on_each_database(|world| {
        let opened = administrators(world);
        let (token, _, _) = settle(world, "xitong", &opened[0].password);
        let actor = resume(world, &token).expect("a session").actor;
        let change = |old: &str| {
            let input = json!({ "old": old, "new": "another pine 99" });
            world.submit(&actor, "access.change-password", input)
        };
        for _ in 0..5 {
            refused(change("wrong"), "access-old-password-wrong");
        }
        refused(change(PASSWORD), "access-wait");
        refused(sign_in(world, &attempt("xitong", PASSWORD)), "access-wait");
        world.pass_seconds(31);
        change(PASSWORD).expect("the wait is over");
        sign_in(world, &attempt("xitong", "another pine 99")).expect("and forgotten");
    });
}

#[test]
fn sessions_end_by_idleness_by_time_and_by_hand() {
    on_each_database(|world| {
        let opened = administrators(world);
        let (token, _, _) = settle(world, "xitong", &opened[0].password);
        world.pass_seconds(14 * 60);
        assert!(resume(world, &token).is_some());
        world.pass_seconds(16 * 60);
        assert!(resume(world, &token).is_none(), "idle longer than the role's minutes");
        assert!(resume(world, "no such token").is_none());
        let (token, _, _) = settle(world, "anquan", &opened[1].password);
        for _ in 0..(12 * 60 / 10) {
            world.pass_seconds(10 * 60);
            resume(world, &token);
        }
        assert!(resume(world, &token).is_none(), "however busy, it ends");
    });
}

#[test]
fn three_administrators_are_three_people() {
    on_each_database(|world| {
        administrators(world);
        let system = world.actor("system_admin", COUNTY_AREA);
        let security = world.actor("security_admin", COUNTY_AREA);
        let made = |login: &str| {
            let input = json!({ "login": login, "name": "张三", "phone": "138 1234 5678" });
            world.submit(&system, "access.create-account", input).expect("it opens")["account"].clone()
        };
        let account = made("zhang.san");
        let again =
            world.submit(&system, "access.create-account", json!({ "login": "Zhang.San ", "name": "x" }));
        refused(again, "access-login-taken");
        let grant = |account: &Value, role: &str, area: &str, to: Option<&str>| {
            let input = json!({ "account": account, "role": role, "area": area, "valid_to": to });
            world.submit(&security, "access.grant", input)
        };
        grant(&account, "system_admin", COUNTY_AREA, None).expect("the first role");
        for role in ["security_admin", "audit_admin"] {
            refused(grant(&account, role, COUNTY_AREA, None), "access-roles-kept-apart");
        }
        refused(grant(&account, "system_admin", COUNTY_AREA, None), "access-granted-already");
        let auditor = made("shen.ji");
        refused(grant(&auditor, "auditor", COUNTY_AREA, None), "access-end-needed");
        refused(grant(&auditor, "auditor", COUNTY_AREA, Some("2027-11-22")), "access-end-too-late");
        grant(&auditor, "auditor", COUNTY_AREA, Some("2026-12-22")).expect("for a month");
        refused(grant(&auditor, "village_worker", COUNTY_AREA, None), "access-area-level");
        let nowhere = format!("{COUNTY_AREA}nowhere/");
        refused(grant(&auditor, "township_head", &nowhere, None), "access-no-such-area");
        refused(grant(&auditor, "township_head", "yn/kunming/xishan/", None), "door-outside-area");
        refused(
            world.submit(&system, "access.grant", json!({ "account": account, "role": "x", "area": "" })),
            "door-no-right",
        );

        // Nobody grants anything to oneself, and a terminal or a program grants nothing.
        let own = Actor { account: auditor.as_str().expect("an id").to_owned(), ..security.clone() };
        let input = json!({ "account": auditor, "role": "audit_admin", "area": COUNTY_AREA });
        refused(world.submit(&own, "access.grant", input.clone()), "access-not-oneself");
        for channel in [Channel::Terminal, Channel::Token, Channel::Job] {
            let actor = Actor { channel, ..security.clone() };
            refused(world.submit(&actor, "access.grant", input.clone()), "door-approval-needs-a-person");
        }
        let accounts = world.ask(&system, Accounts::default()).expect("accounts");
        assert_eq!(accounts.total, 5);
    });
}

#[test]
fn a_disabled_account_is_out_at_once() {
    on_each_database(|world| {
        let opened = administrators(world);
        let (token, _, _) = settle(world, "xitong", &opened[0].password);
        let session = resume(world, &token).expect("a session");
        let mine = world.ask(&session.actor, Mine {}).expect("the own account");
        let grant = mine.account.account.grants[0].id.clone();
        let input = json!({ "name": "nightly figures", "grant": grant, "days": 30 });
        let made = world.submit(&session.actor, "access.make-token", input).expect("a token");
        let program = made["token"].as_str().expect("a token").to_owned();
        let by_token =
            || session::by_token(&world.store, &world.house, &program, world.now()).expect("tokens are read");
        assert_eq!(by_token().expect("it acts").channel, Channel::Token);
        let other = world.actor("system_admin", COUNTY_AREA);
        let input = json!({ "account": session.actor.account, "why": "left" });
        world.submit(&other, "access.disable", input.clone()).expect("disabled");
        refused(world.submit(&other, "access.disable", input), "access-disabled-already");
        assert!(resume(world, &token).is_none());
        assert!(by_token().is_none());
        refused(sign_in(world, &attempt("xitong", PASSWORD)), "access-wrong-login-or-password");
    });
}

#[test]
fn what_is_shown_once_is_stored_sealed() {
    on_each_database(|world| {
        let system = world.actor("system_admin", COUNTY_AREA);
        let input = json!({ "login": "li.si", "name": "李四" });
        let first = world.submit_as(&system, Some("c1"), "access.create-account", input.clone());
        let first = first.expect("it opens");
        let again = world.submit_as(&system, Some("c1"), "access.create-account", input).expect("the same");
        assert_eq!(first, again);
        let password = first["password"].as_str().expect("a password").to_owned();
        let stored: Vec<(Vec<u8>,)> = world
            .within(&system, |cx| {
                cx.all("SELECT answer FROM command WHERE county = $1", &["mianning".into()])
            })
            .expect("stored answers");
        assert_eq!(stored.len(), 1);
        let holds = stored[0].0.windows(password.len()).any(|it| it == password.as_bytes());
        assert!(!holds, "a stored answer shows a password");
    });
}

#[test]
fn a_township_of_one_person_is_told() {
    on_each_database(|world| {
        let pack = world.house.packs.now();
        let depth = COUNTY_AREA.matches('/').count() + 1;
        let township = pack
            .rows::<platform::areas::AreaRow>()
            .iter()
            .find(|it| {
                it.path.matches('/').count() == depth
                    && it.valid_to.is_none()
                    && it.path.starts_with(COUNTY_AREA)
            })
            .expect("the pack has townships")
            .path
            .clone();
        let (system, security) =
            (world.actor("system_admin", COUNTY_AREA), world.actor("security_admin", COUNTY_AREA));
        let why = |duty: &str| {
            let unkept = world.ask(&security, Duties {}).expect("duties");
            unkept.into_iter().find(|it| it.area == township && it.duty == duty).map(|it| it.why)
        };
        assert_eq!(why("examine-confirm"), Some(Why::NobodyForTheFirst));
        let mut accounts = Vec::new();
        for (login, role) in [("jing.ban", "township_officer"), ("fu.ze", "township_head")] {
            let input = json!({ "login": login, "name": login });
            let made = world.submit(&system, "access.create-account", input).expect("it opens");
            let input = json!({ "account": made["account"], "role": role, "area": township });
            let granted = world.submit(&security, "access.grant", input).expect("it is granted");
            accounts.push(granted["grant"].clone());
        }
        assert_eq!(why("examine-confirm"), None);
        world.submit(&security, "access.revoke", json!({ "grant": accounts[1] })).expect("revoked");
        assert_eq!(why("examine-confirm"), Some(Why::NobodyForTheSecond));
        let day: Day = "2026-11-22".parse().expect("a day");
        assert_eq!(world.now().day(), day);
    });
}
