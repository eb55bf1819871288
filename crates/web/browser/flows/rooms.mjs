// Every room that the navigation of each role offers: it opens, axe finds nothing, nothing hangs
// over the side. Chinese at the desk for all, English and the phone for the county's clerk.

async function rooms(walk, page, name) {
  await page.goto("/");
  const links = await page.$$eval(".side a", (all) => all.map((it) => it.getAttribute("href")));
  for (const href of links) {
    const response = await page.goto(href);
    if (response.status() !== 200) walk.say(`${name} ${href}: ${response.status()}`);
    const keys = await page.evaluate(() => {
      const text = document.querySelector("main").innerText;
      return text.match(/\b(web|admin|register|intake|benefits|runs|bank|payees|recovery|entry|jobs|journal|books|cases|casebooks)-[a-z]+-?[a-z-]*/g);
    });
    if (keys) walk.say(`${name} ${href}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(page, `rooms-${name}${href.replaceAll("/", "-")}`);
  }
}

export default async function all(walk, logins) {
  for (const [role, login] of Object.entries(logins)) {
    const page = await walk.visitor({ as: login });
    await rooms(walk, page, role);
    await page.context().close();
  }
  for (const view of [{ lang: "en" }, { size: "tablet" }, { size: "phone", lang: "en" }, { theme: "dark" }, { scripts: false }]) {
    const page = await walk.visitor({ ...view, as: logins.county_clerk });
    await rooms(walk, page, `clerk-${Object.values(view).join("-")}`);
    await page.context().close();
  }
}
