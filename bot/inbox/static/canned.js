/* Ready-made replies: `/` in an empty reply box, or the button. The text goes into the box, where it can be changed. */
import { openMenu } from "./menus.js";
import { byId } from "./page.js";

function put(text) {
  const box = byId("text");
  if (box.readOnly) return; // a reply waits there to be sent
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

export function serveCanned() {
  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-canned]");
    if (!one) return;
    byId("canned").open = false;
    put(one.dataset.canned);
  });
  document.addEventListener("keydown", (event) => {
    const isAsked = event.key === "/" && event.target.id === "text" && !event.target.value && !event.target.readOnly;
    if (!isAsked || !byId("canned")) return;
    event.preventDefault();
    openMenu(byId("canned"));
  });
}
