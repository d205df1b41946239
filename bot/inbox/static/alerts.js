/* The title's count of urgent cases, and, for who wants them, a sound and a note on the desktop: no word of a patient. */
import { onTaken } from "./live.js";
import { byId, tell } from "./page.js";

const REMEMBERED = "desk-alerts";
const TONES = [[880, 0], [660, 0.18], [880, 0.36]];

let sound = null;
let urgent = countUrgent();
let alarmed = alarms();

function countUrgent() {
  return Number(byId("views").dataset.urgent);
}

function alarms() {
  return new Set([...document.querySelectorAll("[data-alarm]")].map((one) => one.dataset.alarm));
}

const isOn = () => localStorage.getItem(REMEMBERED) === "on";

function showCount() {
  const words = document.title.replace(/^\(\d+\) /, "");
  document.title = urgent ? `(${urgent}) ${words}` : words;
}

function showButton() {
  const button = byId("alerts-button");
  button.setAttribute("aria-pressed", String(isOn()));
  button.querySelector("span").textContent = isOn() ? "Alerts are on" : "Alert me here";
}

/* A browser lets a page sound only after somebody has touched it. */
function wake() {
  if (!isOn()) return;
  sound ??= new AudioContext();
  sound.resume();
}

function play() {
  if (sound?.state !== "running") return;
  for (const [hertz, after] of TONES) tone(hertz, sound.currentTime + after);
}

function tone(hertz, at) {
  const [wave, volume] = [sound.createOscillator(), sound.createGain()];
  wave.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.16);
  wave.connect(volume).connect(sound.destination);
  wave.start(at);
  wave.stop(at + 0.17);
}

function notify(text) {
  if (globalThis.Notification?.permission === "granted") new Notification("Staff inbox", { body: text, tag: "desk-urgent", requireInteraction: true });
}

function follow() {
  const [before, known] = [urgent, alarmed];
  urgent = countUrgent();
  alarmed = alarms();
  showCount();
  const added = [...alarmed].filter((id) => !known.has(id));
  if (added.length) tell(`Someone may be in danger: case ${added.join(", ")}.`);
  if (!isOn() || (!added.length && urgent <= before)) return;
  play();
  notify(added.length ? `Someone may be in danger: case ${added.join(", ")}` : "A new urgent case is waiting.");
}

async function toggle() {
  localStorage.setItem(REMEMBERED, isOn() ? "off" : "on");
  showButton();
  wake();
  if (isOn()) {
    await globalThis.Notification?.requestPermission();
    play();
  }
}

export function serveAlerts() {
  byId("alerts-button").addEventListener("click", toggle);
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  onTaken(follow);
  showButton();
}
