// A few lines in place of a framework.
type Child = Node | string | null | undefined | false;
type Attrs = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attrs: Attrs = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((it): it is Node | string => Boolean(it) || it === ""));
  return made;
}

export const show = (into: Element, ...children: Child[]): void => into.replaceChildren(...children.filter((it): it is Node | string => Boolean(it)));

export const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
