/* The staff page's script. Everything also works without it: forms post, links lead, a reload shows the newest. */
import { serveAlerts } from "./alerts.js";
import { serveBoxes } from "./boxes.js";
import { serveCanned } from "./canned.js";
import { serveCopy } from "./copy.js";
import { serveKeys } from "./keys.js";
import { stayCurrent } from "./live.js";
import { serveMenus } from "./menus.js";
import { byId } from "./page.js";
import { servePresence } from "./presence.js";
import { serveSearch } from "./search.js";
import { serveZone } from "./zone.js";

if (byId("thread")) byId("thread").scrollTop = byId("thread").scrollHeight;
serveMenus();
serveKeys();
serveBoxes();
serveCanned();
serveCopy();
serveAlerts();
servePresence();
serveSearch();
serveZone();
stayCurrent();
