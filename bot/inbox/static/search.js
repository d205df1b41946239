/* A search has an address of its own that holds no words: Back and a reload never ask to send a form again. */
import { byId, parse } from "./page.js";

const HANDED_ON = "desk-search"; // from one page to the next, and taken out there at once

async function find(form) {
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const found = parse(await response.text()).getElementById("main");
  if (!found) throw new Error("no answer");
  byId("main").replaceWith(document.importNode(found, true));
}

export function serveSearch() {
  const form = document.querySelector(".finder");
  const isHere = location.pathname === form.getAttribute("action");
  const search = () => find(form).catch(() => form.submit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isHere) return void search();
    sessionStorage.setItem(HANDED_ON, byId("search").value);
    location.assign(form.action);
  });
  const handedOn = sessionStorage.getItem(HANDED_ON);
  sessionStorage.removeItem(HANDED_ON);
  if (!handedOn || !isHere) return;
  byId("search").value = handedOn;
  search();
}
