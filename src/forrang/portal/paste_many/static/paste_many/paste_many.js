// How far it is with many lines, while their answer is awaited. The form is sent as it is without this
// script; that only asks the server meanwhile. Where the server does not know, the bar shows no length.

const MANY = 1000; // lines; fewer are answered before one could read how far they are
const ASK_EVERY = 250; // ms
const SAY_EVERY = 1000; // ms: it is read aloud
const QUIET = 60000; // ms of no word, after which the form may be sent again

const region = document.querySelector("[data-progress]");
const form = region.closest("form");
const bar = region.querySelector("progress");
const said = region.querySelector("[role=status]");
let sent = null; // what was sent last: the button, when, and when a word of it came last
let saidAt = 0;

function takesLong() {
  const { file, lines } = form.elements;
  return file.files.length > 0 || lines.value.split("\n").length > MANY;
}

function say(words) {
  if (!sent || said.textContent === words || Date.now() - saidAt < SAY_EVERY) return;
  saidAt = Date.now();
  said.textContent = words;
}

async function ask() {
  const token = encodeURIComponent(form.elements.progress.value);
  try {
    const answer = await fetch(`${region.dataset.progress}?token=${token}`);
    if (answer.status !== 200) return;
    const far = await answer.json();
    if (!sent) return; // somebody came back meanwhile
    sent.heardAt = Date.now();
    bar.value = far.share;
    say(far.words);
  } catch {
    // Whatever it is, the answer to the form says it.
  }
}

async function follow(one) {
  while (sent === one) {
    await new Promise((go) => setTimeout(go, ASK_EVERY));
    if (sent === one) await ask();
    const now = Date.now();
    if (!bar.hasAttribute("value") && now - one.began > SAY_EVERY) say(region.dataset.working);
    if (now - one.heardAt > QUIET) one.pressed.removeAttribute("aria-disabled");
  }
}

function begin(pressed) {
  (pressed.closest(".acts, .paste-head") ?? pressed).after(region);
  bar.removeAttribute("value");
  bar.hidden = false;
  pressed.setAttribute("aria-disabled", "true"); // a disabled one would send no name, and lose the focus
  sent = { pressed, began: Date.now(), heardAt: Date.now() };
  bar.scrollIntoView({ block: "nearest" });
  follow(sent);
}

function end() {
  if (!sent) return;
  sent.pressed.removeAttribute("aria-disabled");
  sent = null;
  bar.hidden = true;
  said.textContent = "";
}

form.addEventListener("submit", (event) => {
  if (sent?.pressed.hasAttribute("aria-disabled")) {
    event.preventDefault(); // pressed twice
    return;
  }
  end();
  const pressed = event.submitter ?? form.querySelector("button");
  if (!pressed.hasAttribute("data-downloads") && takesLong()) begin(pressed);
});

// Somebody came back to the page as they left it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) end();
});
