/* A button that copies what is ready to be copied. */
import { byId, tell } from "./page.js";

export function serveCopy() {
  const button = byId("copy");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    byId("yaml").select();
    await navigator.clipboard?.writeText(byId("yaml").value);
    tell("Copied.");
    button.textContent = "Copied";
  });
}
