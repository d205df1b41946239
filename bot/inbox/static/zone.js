/* Staff read the clinic's time. Where this device's clock shows another one, the page says so. */
import { byId } from "./page.js";

export function serveZone() {
  const now = new Date();
  const shown = (timeZone) => now.toLocaleString("en-US", { timeZone });
  byId("zone").hidden = shown(byId("zone").dataset.zone) === shown();
}
