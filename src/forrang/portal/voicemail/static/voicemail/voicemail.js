// A message that begins to play counts as heard. Without this script the button beside it says so.

for (const message of document.querySelectorAll("[data-message]")) {
  const heard = message.querySelector("[data-heard]");
  message.querySelector("audio")?.addEventListener("play", async () => {
    if (heard.hidden) return;
    heard.hidden = true;
    const answer = await fetch(heard.action, { method: "POST", body: new FormData(heard) }).catch(() => null);
    if (!answer?.ok) {
      heard.hidden = false;
      return;
    }
    message.querySelector("[data-new]").hidden = true;
    message.querySelector("[data-again]").hidden = false;
  });
}
