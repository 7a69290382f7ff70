// The live parts of a page: one stream of server-sent events, whose frames carry the inner HTML of
// elements by their id. Without this script the page is as it was when it was loaded.

const state = document.querySelector("[data-stream]");
const said = document.getElementById("live-said");
let serverAhead = 0; // ms by which the server's clock is ahead of ours
let lastAt = Date.now() / 1000;
let lastSaid = 0;
let waitingToSay = "";
let over = false;

function put(id, html) {
  const region = document.getElementById(id);
  if (!region) return;
  const made = document.createElement(region.localName);
  made.innerHTML = html;
  if (made.innerHTML === region.innerHTML) return; // nothing is read aloud again
  if (region.hasAttribute("data-live-reload")) {
    location.reload(); // more hangs on it than can be put in anew
    return;
  }
  const can = () => [...region.querySelectorAll("a, button, input, select")];
  const held = document.activeElement;
  const [focused, place] = region.contains(held) ? [held.id, can().indexOf(held)] : ["", -1];
  region.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus();
  else can()[place]?.focus();
}

function show(live) {
  const tag = state.querySelector("[data-live-state]");
  const time = new Date(lastAt * 1000).toLocaleTimeString("nb-NO");
  const words = live ? state.dataset.live : state.dataset.lost.replace("{time}", time);
  tag.hidden = false;
  tag.classList.toggle("tag-ok", live);
  if (tag.textContent !== words) tag.textContent = words;
  const refresh = state.querySelector("[data-live-refresh]");
  if (refresh) refresh.hidden = live;
  // What the page said of an exchange that was away when it was loaded.
  if (live) for (const said of document.querySelectorAll("[data-live-away]")) said.remove();
}

// Read aloud at most one thing a second, the newest.
function say(words) {
  if (!said || !words) return;
  waitingToSay = words;
  const pause = Math.max(0, lastSaid + 1000 - Date.now());
  setTimeout(() => {
    if (!waitingToSay) return;
    lastSaid = Date.now();
    const line = document.createElement("p");
    line.textContent = waitingToSay;
    waitingToSay = "";
    said.append(line);
    while (said.children.length > 5) said.firstChild.remove();
  }, pause);
}

function tick() {
  const now = (Date.now() + serverAhead) / 1000;
  for (const time of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor(now - Number(time.dataset.since)));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (n) => String(n).padStart(2, "0");
    if ("seconds" in time.dataset) {
      if (seconds > 1) time.textContent = seconds; // the words beside it are in the plural
      continue;
    }
    time.textContent = h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  }
}

function listen() {
  const stream = new EventSource(state.dataset.stream);
  stream.addEventListener("message", (event) => {
    const frame = JSON.parse(event.data);
    serverAhead = frame.at * 1000 - Date.now();
    if (!frame.away) lastAt = frame.at;
    for (const [id, html] of Object.entries(frame.regions || {})) {
      if (id === "live-said") say(html);
      else put(id, html);
    }
    show(!frame.away);
    tick();
  });
  stream.addEventListener("error", () => show(false));
  stream.addEventListener("over", () => {
    over = true;
    stream.close();
    location.reload(); // logged out, or no longer allowed: the page says so itself
  });
  return stream;
}

// Forms that only press a button: what becomes of it comes by the stream.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]") || over) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  body.set("quiet", "1");
  try {
    const pressed = event.submitter;
    const address = pressed?.hasAttribute("formaction") ? pressed.formAction : form.action;
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    if (answer.status === 204) return;
  } catch {
    // The server is away: the plain way says so.
  }
  form.removeAttribute("data-quiet");
  form.requestSubmit(event.submitter);
});

function follow() {
  // Some pages load themselves again and again while somebody waits. That is for those without a
  // script: stopping what is under way, which nothing is any more, takes it back.
  window.stop();
  let stream = listen();
  setInterval(tick, 1000);
  tick();
  // A stream that the browser gave up (an error page, a log-in) is asked for again.
  setInterval(() => {
    if (!over && stream.readyState === EventSource.CLOSED) stream = listen();
  }, 3000);
}

if (state && document.readyState === "complete") follow();
else if (state) window.addEventListener("load", () => setTimeout(follow)); // the page has loaded
