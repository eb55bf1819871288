// A form on the phone: one thing under another, big targets; what is typed is kept at once.
import { h, show } from "./dom";
import { CHANNELS, input, lastOf, type Form } from "./forms";
import { asked, faults } from "./form";
import { photo, place, voice, type Made, type Recording } from "./media";
import type { State } from "./state";
import type { Answers, Elder, Field, Parcel } from "./types";
import { mint } from "./vault";
import { clock, day, has, named, t } from "./words";

// Texts of the app's own forms are keys; those of the county are texts.
export const text = (key: string) => (has(key) ? t(key) : key);
const label = (it: { zh: string; en: string }) => text(named(it));

type Draft = { answers: Answers; nothing_new?: string; media: Made[] };

export function formView(state: State, form: Form, elder: Elder, done: (saved: boolean) => void, full: () => void): HTMLElement {
  const key = `${form.id}:${elder.id}`;
  const draft: Draft = { answers: {}, media: [] };
  const fields: Field[] = form.kind === "visit" ? [CHANNELS, ...form.items] : form.items;
  const last = form.kind === "visit" ? lastOf(state.duties.get(elder.id)) : undefined;
  let wrong: Record<string, string> = {};
  let recording: Recording | null = null;
  let saving = false;
  const began = Date.now();
  const root = h("form", { class: "sheet-form", novalidate: true, submit: (event) => (event.preventDefault(), void save()) });
  const keepDraft = () => void state.store.change([["drafts", key, draft]]).catch(full);

  function put(id: string, value: unknown): void {
    const before = asked(fields, draft.answers).length;
    if (value === undefined) delete draft.answers[id];
    else draft.answers[id] = value;
    if (draft.nothing_new && id !== "channel") draft.nothing_new = undefined;
    keepDraft();
    if (asked(fields, draft.answers).length !== before) render();
  }

  function one(it: Field): HTMLElement {
    const value = draft.answers[it.id];
    const id = `f-${it.id}`;
    const fault = wrong[it.id] ? h("p", { class: "fault", id: `${id}-fault` }, t(wrong[it.id])) : null;
    const hint = it.hint ? h("p", { class: "small" }, named(it.hint)) : null;
    if (it.kind === "choice" || it.kind === "yes_no" || it.kind === "many") {
      const options = it.kind === "yes_no" ? [{ value: true, zh: "field-yes", en: "field-yes" }, { value: false, zh: "field-no", en: "field-no" }] : (it.options ?? []);
      const many = it.kind === "many";
      const marks = options.map((option, at) => {
        const held = many ? Array.isArray(value) && value.includes(option.value) : value === option.value;
        const box = h("input", {
          type: many ? "checkbox" : "radio", name: id, id: `${id}-${at}`, checked: held,
          change: (event) => {
            const on = (event.target as HTMLInputElement).checked;
            if (!many) return put(it.id, option.value);
            const rest = (Array.isArray(draft.answers[it.id]) ? draft.answers[it.id] : []).filter((other: unknown) => other !== option.value);
            put(it.id, on ? [...rest, option.value] : rest);
          },
        });
        return h("label", { class: "pick", for: `${id}-${at}` }, box, h("span", {}, label(option)));
      });
      const legend = h("legend", {}, label(it), it.optional ? h("span", { class: "small" }, ` ${t("field-optional")}`) : null);
      return h("fieldset", { id, tabindex: "-1", "aria-describedby": fault ? `${id}-fault` : null }, legend, hint, fault, h("div", { class: "picks" }, ...marks));
    }
    const kind = it.kind === "day" ? "date" : "text";
    const mode = it.kind === "number" ? "decimal" : it.id === "phone" ? "tel" : null;
    const line = h("input", {
      id, type: kind, inputmode: mode, value: value === undefined ? "" : String(value), "aria-describedby": fault ? `${id}-fault` : null, autocomplete: "off",
      input: (event) => {
        const typed = (event.target as HTMLInputElement).value;
        const parsed = it.kind === "number" ? (typed.trim() === "" ? undefined : Number(typed)) : it.kind === "codes" ? typed.split(/[\s,，]+/).filter(Boolean) : typed;
        put(it.id, parsed === "" ? undefined : parsed);
      },
    });
    const name = h("label", { for: id }, label(it), it.unit ? `（${named(it.unit)}）` : null, it.optional ? h("span", { class: "small" }, ` ${t("field-optional")}`) : null);
    return h("div", { class: "line" }, name, hint, fault, line);
  }

  // Nothing has changed: what was answered before is shown, and confirmed by one tap.
  function carryOver(): HTMLElement | null {
    if (!last) return null;
    const on = draft.nothing_new === last.id;
    const before = form.items.filter((it) => last.answers && it.id in last.answers).map((it) => {
      const value = last.answers?.[it.id];
      const option = it.options?.find((option) => option.value === value);
      return h("li", {}, `${label(it)}：${option ? label(option) : String(value)}`);
    });
    const button = h("button", {
      type: "button", class: on ? "primary big" : "plain big", "aria-pressed": on ? "true" : "false", id: "nothing-new",
      click: () => {
        draft.nothing_new = on ? undefined : last.id;
        if (!on) draft.answers = { channel: draft.answers.channel };
        keepDraft();
        render();
      },
    }, t("field-nothing-new", { day: day(last.day) }));
    return h("div", { class: "card" }, button, on ? h("ul", {}, ...before) : null, on ? h("p", { class: "small" }, t("field-nothing-new-says")) : null);
  }

  function evidence(): HTMLElement | null {
    if (!form.photos) return null;
    const take = h("input", {
      type: "file", accept: "image/*", capture: "environment", id: "f-photo", class: "unseen",
      change: async (event) => {
        const file = (event.target as HTMLInputElement).files?.[0];
        if (!file) return;
        try {
          draft.media.push(await photo(file, state.limits.photo_bytes_max));
        } catch {
          wrong.media = "field-photo-failed";
        }
        keepDraft();
        render();
      },
    });
    const say = h("button", {
      type: "button", class: "plain big",
      click: async () => {
        delete wrong.media;
        const stop = async () => {
          if (!recording) return;
          const ended = recording;
          recording = null;
          draft.media.push(await ended.stop());
          keepDraft();
          render();
        };
        if (recording) return void stop();
        recording = await voice(state.limits.voice_seconds_max, () => void stop()).catch(() => null);
        if (!recording) wrong.media = "field-voice-failed";
        render();
      },
    }, t(recording ? "field-voice-stop" : "field-voice"));
    const held = draft.media.map((it, at) =>
      h("li", {}, t(`field-media-${it.kind}`, { kb: Math.ceil(it.total / 1024) }), " ", h("button", { type: "button", class: "quiet", click: () => (draft.media.splice(at, 1), keepDraft(), render()) }, t("field-remove"))),
    );
    const fault = wrong.media ? h("p", { class: "fault" }, t(wrong.media)) : null;
    return h("div", { class: "card" }, h("h2", {}, t("field-evidence-title")), fault, take, h("div", { class: "two" }, h("label", { class: "button plain big", for: "f-photo" }, t("field-photo")), say), held.length ? h("ul", {}, ...held) : null);
  }

  async function save(): Promise<void> {
    if (saving) return;
    const checked = draft.nothing_new ? [CHANNELS] : fields;
    wrong = faults(checked, draft.answers);
    if (Object.keys(wrong).length) {
      render();
      const first = root.querySelector<HTMLElement>(`#f-${CSS.escape(Object.keys(wrong)[0])}`);
      first?.scrollIntoView({ block: "center" });
      first?.focus();
      return;
    }
    saving = true;
    render();
    try {
      if (recording) draft.media.push(await recording.stop());
      const id = mint();
      const { channel, ...answers } = draft.answers;
      const said: Answers = form.kind === "visit" ? answers : draft.answers;
      const whole = input(state, form, elder, said, id);
      if (form.kind === "visit") {
        const spot = await Promise.race([place(), new Promise<null>((done) => setTimeout(() => done(null), 4000))]);
        Object.assign(whole, { channel, clock: clock(state.now()).slice(11), files_follow: draft.media.length > 0 });
        if (spot) Object.assign(whole, spot);
        else whole.no_place = t("field-no-place");
        if (draft.nothing_new) Object.assign(whole, { nothing_new: draft.nothing_new, answers: {} });
      }
      if (form.kind === "score") whole.minutes = Math.max(1, Math.round((Date.now() - began) / 60_000));
      const parcels: Parcel[] = draft.media.map((it) => ({ ...it, id: mint(), person: elder.id, about: "visit", about_id: id, sent: 0 }));
      await state.keep(form.verb, whole, label(form), elder.id, parcels, [key], id);
      done(true);
    } catch {
      // The phone is full, or its disk failed: what was typed stays in sight.
      saving = false;
      full();
      render();
    }
  }

  function render(): void {
    const active = document.activeElement?.id;
    const shown = draft.nothing_new ? [CHANNELS] : asked(fields, draft.answers);
    const count = Object.keys(wrong).filter((it) => it !== "media").length;
    const summary = count ? h("p", { class: "summary", role: "alert" }, t("field-wrong", { count })) : null;
    const [first, ...rest] = shown.map(one);
    const head = form.kind === "visit" ? [first, carryOver(), ...rest] : [first, ...rest];
    show(
      root,
      h("h1", {}, label(form)),
      h("p", {}, `${elder.name} `, h("span", { class: "small" }, named(state.areas.get(elder.place)))),
      summary,
      ...head,
      evidence(),
      h("div", { class: "ends" }, h("button", { class: "primary big", disabled: saving }, t(saving ? "field-saving" : "field-save")), h("button", { type: "button", class: "plain big", click: () => done(false) }, t("field-cancel"))),
    );
    if (active) document.getElementById(active)?.focus({ preventScroll: true });
  }

  render();
  void state.draft(key).then((held) => {
    if (!held) return;
    Object.assign(draft, held);
    render();
  });
  return root;
}
