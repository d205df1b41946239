/* The conversation: new lines come in at the end, and a line counts as seen once it has been on screen for a moment. */
import { byId, element } from "./page.js";

const READ_AFTER_MS = 1200;
const NEARLY_PX = 80;

/** Tell whether the conversation is read at its end, so that what is new comes into sight by itself. */
export const isFollowed = () => byId("thread") !== null && isAtEnd(byId("thread"));

export function append(list, newer, isFollowing) {
  for (const known of newer.querySelectorAll(".known")) renew(known);
  const added = [...newer.children].filter((one) => !byId(one.id)).map((one) => document.importNode(one, true));
  list.append(...added);
  if (list.id !== "thread" || !added.length) return;
  if (!isFollowing) byId("newer")?.removeAttribute("hidden");
  added.filter((line) => line.classList.contains("line-patient")).forEach((line) => reading.observe(line));
}

/* How far a line has come, and whether it was deleted, is all that changes in it. */
function renew(known) {
  const shown = byId(known.closest(".line").id)?.querySelector(".known");
  if (shown && !shown.isEqualNode(known)) shown.replaceWith(document.importNode(known, true));
}

/* The reply box is only exchanged where it comes or goes; what was typed is kept, in the box or beside what stands there now. */
export function takeAnswer(part, newer) {
  if (part.dataset.form === newer.dataset.form) return;
  const typed = byId("text")?.value ?? "";
  part.replaceWith(document.importNode(newer, true));
  if (!typed.trim()) return;
  if (byId("text")) byId("text").value = typed;
  else keepTyped(typed);
}

function keepTyped(typed) {
  const label = element("label", { className: "kept", text: "What you wrote (not sent) " });
  label.append(element("textarea", { readOnly: true, rows: 3, value: typed }));
  byId("answer").prepend(label);
}

const isAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < NEARLY_PX && isOnScreen(list.lastElementChild);

function isOnScreen(line) {
  const box = line?.getBoundingClientRect();
  return !box || (box.top < innerHeight && box.bottom > 0);
}

export function toEnd() {
  byId("thread").scrollTop = byId("thread").scrollHeight;
  byId("newer")?.setAttribute("hidden", "");
}

const reading = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    reading.unobserve(target);
    setTimeout(() => (isOnScreen(target) && !document.hidden ? seen(target) : reading.observe(target)), READ_AFTER_MS);
  }
});

function seen(line) {
  const number = Number(line.id.replace("line-", ""));
  for (const field of document.querySelectorAll("input[name=last_seen]")) {
    if (Number(field.value) < number) field.value = number;
  }
  if (line === byId("thread").lastElementChild) byId("newer")?.setAttribute("hidden", "");
}

document.addEventListener("click", (event) => {
  if (event.target.id === "newer") byId("thread").lastElementChild.scrollIntoView({ block: "nearest" });
});
