// «Ta opp her»: the browser records into the form's own file field. Without it one uploads a file.

const LONGEST = 600; // seconds

for (const recorder of document.querySelectorAll("[data-recorder]")) {
  const field = document.getElementById(recorder.dataset.field);
  const part = (name) => recorder.querySelector(`[data-${name}]`);
  const [start, stop, clock, heard] = ["record", "stop", "clock", "heard"].map(part);
  recorder.hidden = !(navigator.mediaDevices && window.MediaRecorder);

  function say(name) {
    for (const one of recorder.querySelectorAll("[data-says]")) {
      one.hidden = one.dataset.says !== name;
    }
  }

  function show(recording) {
    start.hidden = recording;
    stop.hidden = clock.hidden = !recording;
  }

  function take(parts, kind) {
    const file = new File(parts, recorder.dataset.called, { type: kind });
    const files = new DataTransfer();
    files.items.add(file);
    field.files = files.files;
    URL.revokeObjectURL(heard.src);
    heard.src = URL.createObjectURL(file);
    heard.hidden = false;
    say("done");
    start.focus();
  }

  start.addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say("refused");
      return;
    }
    const parts = [];
    const media = new MediaRecorder(stream);
    const began = Date.now();
    const ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= LONGEST) media.stop();
    }, 250);
    media.addEventListener("dataavailable", (event) => parts.push(event.data));
    media.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      show(false);
      take(parts, media.mimeType);
    });
    stop.onclick = () => media.stop();
    heard.hidden = true;
    clock.textContent = "0:00";
    show(true);
    say("recording");
    stop.focus();
    media.start();
  });
}
