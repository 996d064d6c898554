// Makes a passkey, or signs in with one: the one thing of the portal that a page cannot do by itself. The form holds the
// question of the server; the answer of the device goes back in the same form. Without this script the page says what to
// do instead.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  const kind = window.PublicKeyCredential;
  if (!form || !kind?.parseCreationOptionsFromJSON || !kind.parseRequestOptionsFromJSON) {
    return;
  }
  const say = (name) => {
    for (const note of document.querySelectorAll("[data-passkey-note]")) {
      note.hidden = note.dataset.passkeyNote !== name;
    }
  };
  const ask = () => {
    const question = JSON.parse(form.dataset.question);
    return form.dataset.passkey === "make"
      ? navigator.credentials.create({ publicKey: kind.parseCreationOptionsFromJSON(question) })
      : navigator.credentials.get({ publicKey: kind.parseRequestOptionsFromJSON(question) });
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("wait");
    try {
      const key = await ask();
      form.elements.antwoord.value = JSON.stringify(key);
      form.submit();
    } catch (error) {
      say(error.name === "InvalidStateError" ? "double" : "failed");
    }
  });
  form.closest("[data-passkey-part]").hidden = false;
  say("");
})();
