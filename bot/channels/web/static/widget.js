/* A chat button for the clinic's own site, in one line:

     <script src="https://desk.example.org/widget.js" async></script>
     <noscript><a href="https://desk.example.org/">Chat with our front desk</a></noscript>

   On the script tag, all optional: data-position="left", data-color="#0f6b6b" (six hex digits), data-label="Chat with us",
   data-locale="es" (else the browser's language), data-launcher="hidden". From the site's own scripts: FrontDesk.open() and FrontDesk.close().
   The site's origin must be in FRONTDESK_FRAME_ANCESTORS. Everything lives in a shadow root and one frame: the site's
   style sheet cannot reach it, and it moves nothing on the page. */
"use strict";
(() => {
  const script = document.currentScript;
  if (!script || window.FrontDesk) return;
  const origin = new URL(script.src).origin;
  const { position, color, locale, launcher: launcherMode } = script.dataset;
  const isSpanish = /^es\b/i.test(locale || navigator.language);
  const { label = isSpanish ? "Escríbanos" : "Chat with us" } = script.dataset;
  const accent = /^#[0-9a-f]{6}$/i.test(color || "") ? color : "#0f6b6b";
  const side = position === "left" ? "left" : "right";
  const KEPT = "frontdesk-open";

  // Black or white, whichever reads better on the site's colour (WCAG 2.2, relative luminance).
  function inkOn(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
  }

  // Pixels: the site's own root font size must not shrink or blow up any of this.
  const css = `
    :host { all: initial !important; position: fixed !important; ${side}: 0 !important; bottom: 0 !important; z-index: 2147483647 !important; display: block !important; width: 0 !important; height: 0 !important; color-scheme: light dark !important; }
    [hidden] { display: none !important; }
    .launcher { position: fixed; ${side}: max(16px, env(safe-area-inset-${side})); bottom: max(16px, env(safe-area-inset-bottom)); display: inline-flex; align-items: center; gap: 8px; min-height: 52px; padding: 8px 20px; border: 2px solid ${inkOn(accent)}; border-radius: 999px; background: ${accent}; color: ${inkOn(accent)}; box-shadow: 0 2px 6px rgb(0 0 0 / 20%), 0 8px 24px rgb(0 0 0 / 18%); font: 600 16px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; cursor: pointer; }
    .launcher:focus-visible { outline: 3px solid #0a5fd0; outline-offset: 3px; }
    .launcher svg { width: 22px; height: 22px; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .badge { min-width: 24px; padding: 2px 6px; border-radius: 999px; background: #a3232b; color: #ffffff; font-size: 13px; text-align: center; }
    .frame { position: fixed; ${side}: max(16px, env(safe-area-inset-${side})); bottom: 84px; width: min(400px, calc(100vw - 32px)); height: min(672px, calc(100dvh - 100px)); border: 1px solid rgb(0 0 0 / 15%); border-radius: 18px; background: Canvas; box-shadow: 0 4px 12px rgb(0 0 0 / 15%), 0 16px 48px rgb(0 0 0 / 22%); }
    @media (max-width: 480px), (max-height: 480px) {
      .frame { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
      .launcher[aria-expanded="true"] { display: none; }
    }
    @media (forced-colors: active) { .launcher, .frame { border: 2px solid ButtonText; } }`;
  const host = document.createElement("frontdesk-chat");
  const root = host.attachShadow({ mode: "open" });
  const launcher = document.createElement("button");
  const badge = document.createElement("span");
  let frame = null;
  let isLoaded = false;
  let wantsFocus = false;

  function build() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    launcher.type = "button";
    launcher.className = "launcher";
    launcher.hidden = launcherMode === "hidden";
    launcher.setAttribute("aria-expanded", "false");
    badge.className = "badge";
    badge.hidden = true;
    launcher.append(icon(), label, badge);
    launcher.addEventListener("click", () => (isOpen() ? close() : open()));
    root.append(launcher);
    document.body.append(host);
    if (kept() === "1") show();
  }

  function icon() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M7.5 4h9A2.5 2.5 0 0 1 19 6.5v6a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4A2.5 2.5 0 0 1 5 12.5v-6A2.5 2.5 0 0 1 7.5 4z");
    svg.append(path);
    return svg;
  }

  function makeFrame() {
    frame = document.createElement("iframe");
    frame.className = "frame";
    frame.title = label;
    frame.src = `${origin}/embed${locale ? `?lang=${encodeURIComponent(locale)}` : ""}`;
    frame.addEventListener("load", () => {
      isLoaded = true;
      say("frontdesk:hello");
      if (wantsFocus) say("frontdesk:focus");
    });
    root.prepend(frame);
  }

  const say = (what) => frame.contentWindow.postMessage(what, origin);
  const isOpen = () => Boolean(frame) && !frame.hidden;

  function show() {
    if (!frame) makeFrame();
    frame.hidden = false;
    launcher.setAttribute("aria-expanded", "true");
    keep("1");
  }

  function open() {
    show();
    frame.focus();
    wantsFocus = true;
    if (isLoaded) say("frontdesk:focus");
  }

  function close() {
    if (!isOpen()) return;
    frame.hidden = true;
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
    keep("0");
  }

  function count(unread) {
    badge.hidden = !Number.isInteger(unread) || unread < 1;
    badge.textContent = badge.hidden ? "" : String(unread);
  }

  // Whether the chat stands open, for the site's next page; nothing that anybody wrote.
  function keep(value) { try { sessionStorage.setItem(KEPT, value); } catch { /* the site blocks storage */ } }
  function kept() { try { return sessionStorage.getItem(KEPT); } catch { return null; } }

  window.addEventListener("message", (event) => {
    if (!frame || event.origin !== origin || event.source !== frame.contentWindow) return;
    if (event.data?.type === "frontdesk:close") close();
    if (event.data?.type === "frontdesk:unread") count(event.data.unread);
  });
  window.FrontDesk = Object.freeze({ open, close });
  if (document.body) build();
  else document.addEventListener("DOMContentLoaded", build);
})();
