/* The page inside another site's frame: speaks only with its parent, and only if that is a site that may frame us. */
"use strict";
(() => {
  const page = document.body;
  const close = document.querySelector("[data-close]");
  const allowed = page.dataset.ancestors.split(" ").filter(Boolean);
  let parentOrigin = null;

  function isAllowed(origin) {
    return allowed.some((ancestor) => {
      const [scheme, rest] = ancestor.split("://");
      if (!rest.startsWith("*.")) return new URL(ancestor).origin === origin;
      return origin.startsWith(`${scheme}://`) && origin.endsWith(rest.slice(1));
    });
  }

  function tell(type, unread) {
    if (parentOrigin) window.parent.postMessage({ type, unread }, parentOrigin);
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !isAllowed(event.origin)) return;
    if (event.data === "frontdesk:hello") {
      parentOrigin = event.origin;
      close.hidden = false;
    }
    if (event.data === "frontdesk:focus") document.getElementById("message").focus({ preventScroll: true });
  });
  close.addEventListener("click", () => tell("frontdesk:close"));
  page.addEventListener("frontdesk:escape", () => tell("frontdesk:close"));
  page.addEventListener("frontdesk:unread", (event) => tell("frontdesk:unread", event.detail));
})();
