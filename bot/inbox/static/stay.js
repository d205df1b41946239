/* Keeps a login alive while somebody is at the page, and warns before it ends (WCAG 2.2.1). What the page asks by itself
   does not count as use; a hand on the keyboard, the mouse or the screen does. */

const WARN_SECONDS = 120;
const MOST_SECONDS = 600; // a login may also end by its hours, or be ended from elsewhere
const ADDRESS = "/staff/session";
const idleSeconds = Number(document.querySelector("meta[name=idle-seconds]").content);
const tellEveryMs = (idleSeconds / 12) * 1000;

let told = Date.now();
let timer = 0;
let isAsking = false;
let box = null;

async function left(method) {
  const response = await fetch(ADDRESS, { method, headers: { accept: "application/json" } });
  if (response.redirected || response.status === 401) return null;
  if (!response.ok) throw new Error("no answer");
  return (await response.json()).seconds;
}

async function look(method) {
  if (isAsking) return;
  isAsking = true;
  const seconds = await left(method).catch(() => WARN_SECONDS * 2);
  isAsking = false;
  if (seconds === null) over();
  else if (seconds > WARN_SECONDS) {
    close();
    wait(Math.min(seconds - WARN_SECONDS, MOST_SECONDS));
  } else {
    warn(method === "POST");
    wait(seconds + 1);
  }
}

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000, "GET");
}

function use() {
  if (isAsking || (!box && Date.now() - told < tellEveryMs)) return;
  told = Date.now();
  look("POST");
}

function over() {
  close();
  // The queue and the cases find out by themselves, and keep what was typed.
  if (!document.body.dataset.page) location.assign("/staff/login");
}

/* A login also ends after its hours: then there is nothing to prolong. */
function warn(isLast) {
  if (box) return;
  box = document.createElement("div");
  box.className = "stay";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = isLast
    ? "Your login ends within two minutes, used or not. Finish what you write, then sign in again."
    : "Are you there? You are signed out in two minutes; new cases will then not appear here.";
  box.append(text);
  if (!isLast) box.append(stayButton());
  document.body.append(box);
}

function stayButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Stay signed in";
  button.addEventListener("click", use);
  return button;
}

function close() {
  box?.remove();
  box = null;
}

for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(kind, use, { passive: true });
document.addEventListener("visibilitychange", () => document.hidden || look("GET"));
wait(Math.min(Math.max(idleSeconds - WARN_SECONDS, 1), MOST_SECONDS));
