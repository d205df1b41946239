/* The staff page's script. Everything also works without it: forms post, links lead, a reload shows the newest. */
import { serveAlerts } from "./alerts.js";
import { serveBoxes } from "./boxes.js";
import { serveKeys } from "./keys.js";
import { stayCurrent } from "./live.js";
import { serveMenus } from "./menus.js";
import { byId } from "./page.js";
import { servePresence } from "./presence.js";

if (byId("thread")) byId("thread").scrollTop = byId("thread").scrollHeight;
serveMenus();
serveKeys();
serveBoxes();
serveAlerts();
servePresence();
stayCurrent();
