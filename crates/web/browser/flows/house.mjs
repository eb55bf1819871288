// Sign-in, the start page, search, inbox, account, glossary: both languages, three sizes, light
// and dark, with and without scripts.
import { SIZES, signIn } from "../walk.mjs";

const PATHS = ["/", "/search", "/inbox", "/account", "/glossary", "/no/such/page"];

export default async function house(walk, logins) {
  const clerk = logins.county_clerk;
  for (const lang of ["zh", "en"]) {
    const guest = await walk.visitor({ lang });
    await guest.goto("/login");
    await walk.check(guest, `login-${lang}`);
    await guest.fill("[name=login]", "nobody");
    await guest.fill("[name=password]", "wrong-password");
    await guest.click("main button.primary");
    if (!(await guest.isVisible("[role=alert]"))) walk.say("a wrong password is not told");
    if ((await guest.inputValue("[name=login]")) !== "nobody") walk.say("the login typed is lost");
    await walk.check(guest, `login-wrong-${lang}`);
    await guest.context().close();
    for (const size of Object.keys(SIZES)) {
      const page = await walk.visitor({ size, lang, as: clerk });
      for (const path of PATHS) {
        await page.goto(path);
        await walk.check(page, `house${path.replaceAll("/", "-")}-${size}-${lang}`);
      }
      await page.context().close();
    }
  }
  const dark = await walk.visitor({ theme: "dark", as: clerk });
  for (const path of PATHS) {
    await dark.goto(path);
    await walk.check(dark, `house${path.replaceAll("/", "-")}-dark`);
  }
  await dark.context().close();

  // Without scripts: in, search, language, out.
  const plain = await walk.visitor({ scripts: false, lang: "zh" });
  await plain.goto("/inbox");
  if (!plain.url().includes("/login?next=")) walk.say("a guest is not sent to sign in");
  await signIn(plain, clerk);
  await plain.fill("#seek", "513433194001010011");
  await plain.press("#seek", "Enter");
  if (!plain.url().endsWith("/search")) walk.say("a number stands in an address");
  await plain.click("button[data-language]");
  if ((await plain.getAttribute("html", "lang")) !== "en") walk.say("the language does not switch");
  await plain.click("details.menu > summary");
  await plain.click("form[action='/logout'] button");
  if (!plain.url().endsWith("/login")) walk.say("signing out does not end at the sign-in page");
  await plain.goto("/inbox");
  if (!plain.url().includes("/login")) walk.say("the session outlives the sign-out");
  await plain.context().close();
}
