/* A button that shows what was typed into a form's password fields, and hides it again before the form is sent. */

function addToggle(form, fields) {
  const button = document.createElement("button");
  const word = fields.length > 1 ? "passwords" : "password";
  button.type = "button";
  button.className = "show-password";
  button.textContent = `Show ${word}`;
  button.setAttribute("aria-pressed", "false");
  const show = (isShown) => {
    for (const field of fields) field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") === "false"));
  form.addEventListener("submit", () => show(false));
  fields.at(-1).after(button);
}

for (const form of document.forms) {
  const fields = [...form.querySelectorAll("input[type=password]")];
  if (fields.length) addToggle(form, fields);
}
