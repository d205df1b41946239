/* Posting the case's forms without leaving the page, so that what is being typed elsewhere stays. */
import { onTaken, take } from "./live.js";
import { byId, element, parse, tell } from "./page.js";
import { toEnd } from "./thread.js";

/** Show what went wrong above the box it belongs to. */
export function tellProblem(place, title, text, offersLogin = false) {
  const id = place === "note" ? "note-problem" : "problem";
  byId(id)?.remove();
  const box = element("div", { id, className: "notice notice-bad", role: "alert" });
  box.append(element("strong", { text: title }), ` ${text} `);
  if (offersLogin) {
    box.dataset.signedOut = "";
    box.append(element("a", { href: "/staff/login", target: "_blank", text: "Sign in (new tab)" }));
  }
  if (place === "note") byId("note").before(box);
  else byId("answer").prepend(box);
}

const isTyped = () => ["text", "note-text"].some((id) => byId(id)?.value.trim());

export function signedOut(login) {
  const kept = "Your text is kept. Sign in in another tab, then send it here.";
  if (!isTyped()) location.assign(login);
  else if (!toldSignedOut()) tellProblem("reply", "You have been signed out.", kept, true);
}

const toldSignedOut = () => document.querySelector("[data-signed-out]");

document.addEventListener("signed-out", (event) => signedOut(event.detail));
onTaken(() => toldSignedOut()?.remove());

/** Post a form's fields; return whether it was done. `place`: the box that a problem is told at. */
export async function post(action, fields, place) {
  try {
    const response = await fetch(action, { method: "POST", body: new URLSearchParams(fields) });
    if (response.status === 401) return signedOut("/staff/login") ?? false;
    return answered(parse(await response.text()), response, place);
  } catch {
    tellProblem(place, "Not sent.", "The desk could not be reached. Your text is kept: send it again.");
    return false;
  }
}

function answered(fresh, response, place) {
  if (!fresh.getElementById("thread")) return elsewhere(response, place);
  const problem = fresh.getElementById(place === "note" ? "note-problem" : "problem");
  take(fresh);
  byId("problem")?.remove();
  byId("note-problem")?.remove();
  if (problem && place === "note") byId("note").before(document.importNode(problem, true));
  else if (problem) byId("answer").prepend(document.importNode(problem, true));
  renew(fresh);
  return response.ok;
}

/* The answer is another page: a question, or the queue after a case was closed. */
function elsewhere(response, place) {
  if (response.ok && response.redirected) location.assign(response.url);
  else tellProblem(place, "Not done.", "The desk refused it. Your text is kept: try again in a moment.");
  return response.ok && response.redirected;
}

function renew(fresh) {
  const newer = fresh.getElementById("reply");
  const form = byId("reply");
  if (!newer || !form) return;
  for (const name of ["last_seen", "key"]) form.elements[name].value = newer.elements[name].value;
}

function setBusy(form, isBusy) {
  const button = form.querySelector(".box-foot > .button");
  form.toggleAttribute("data-busy", isBusy);
  form.elements.text.readOnly = isBusy; // what is typed meanwhile would go with what was sent
  button.dataset.label ??= button.textContent;
  button.setAttribute("aria-disabled", String(isBusy));
  button.textContent = isBusy ? "Sending…" : button.dataset.label;
}

/** Post a box; empty it where that worked. */
export async function postBox(form, fields, said) {
  setBusy(form, true);
  const box = form.elements.text;
  const isDone = await post(form.action, fields, form.id);
  setBusy(form, false);
  if (isDone) {
    box.value = "";
    tell(said);
  }
  if (form.id === "reply" && byId("thread")) toEnd();
  if (form.isConnected) box.focus();
  return isDone;
}
