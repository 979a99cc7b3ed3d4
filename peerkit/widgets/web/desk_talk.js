// Questions to the kernel. Of questions with the same `key` only the last one is answered.
const PATIENCE = 8000;
const LONG = 60_000;
const AWAY = "The kernel does not answer. You can go on: everything that you enter is kept in this browser. For a verdict, reload the page.";
const cutOff = () => served() && (document.body.dataset.kernel === "away" || document.querySelector(".pk-gone:not([hidden])") !== null);

// `lost` gets a sentence when no answer comes, and an empty text when one does.
function talking(model, lost) {
  const waiting = new Map();
  let sequence = 0;
  function heard(reply, buffers) {
    const asked = [...waiting].find(([, each]) => each.sequence === reply.sequence);
    if (!asked) return;
    const [key, { timer, done }] = asked;
    clearTimeout(timer);
    waiting.delete(key);
    lost("");
    done(reply, buffers ?? []);
  }
  const checked = () => waiting.size && cutOff() && lost(AWAY);
  model.on("msg:custom", heard);
  addEventListener("peerkit:check", checked);
  return {
    // A kernel that writes a report answers other questions later.
    ask(kind, content, done, { key = kind, patience = waiting.has("report") ? LONG : PATIENCE } = {}) {
      clearTimeout(waiting.get(key)?.timer);
      sequence += 1;
      waiting.set(key, { sequence, done, timer: setTimeout(() => lost(AWAY), patience) });
      model.send({ kind, sequence, ...content });
      checked();
    },
    end() {
      model.off("msg:custom", heard);
      removeEventListener("peerkit:check", checked);
      for (const { timer } of waiting.values()) clearTimeout(timer);
    },
  };
}
