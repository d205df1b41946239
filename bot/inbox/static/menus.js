/* Menus are <details>: one is open at a time, Esc and a click elsewhere close it, arrows go through it. */

const opened = () => document.querySelector("details.menu[open]");

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function step(menu, by) {
  const items = [...menu.querySelectorAll("button, input:not([type=hidden])")];
  const at = items.indexOf(document.activeElement);
  items[(at + by + items.length) % items.length]?.focus();
}

/** Open a menu and go to its first item. */
export function openMenu(menu) {
  menu.open = true;
  menu.querySelector("button").focus();
}

export function serveMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = opened();
    if (!menu) return;
    if (event.key === "Escape") close(menu);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
