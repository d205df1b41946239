/* What every part of the staff page's script starts from. */

// Only our own server's pages are ever parsed; the policy's name is the one that the content policy allows.
const policy = window.trustedTypes?.createPolicy("desk", { createHTML: (html) => html });

export const own = document.body.dataset.page;
export const byId = (id) => document.getElementById(id);
export const parse = (html) => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");

/** Say it to those who hear the page. */
export function tell(text) {
  byId("told").textContent = text;
}

export function element(name, { text = "", ...properties } = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(text);
  return made;
}
