// A choice exercise goes to the instructor's room with one click. Only a browser that leads a room (room_desk.js) has the button.
const LEADS = "peerkit-room-desk";

function leading() {
  try {
    const own = JSON.parse(localStorage.getItem(LEADS));
    return own?.key && own.api ? own : null;
  } catch {
    return null;
  }
}

function toRoom({ name, question, options }) {
  if (!served() || !options || !leading()) return null;
  const told = make("span", { role: "status" });
  const [lesson, exercise] = name.split(".");
  const put = async () => {
    const own = leading();
    button.disabled = true;
    const value = ["first", "again"].map((turn) => ({ kind: "vote", settings: { question, options, lesson, exercise, turn } }));
    const answer = own && await fetch(`${own.api}/${own.code}/steps`, {
      method: "POST", headers: { "Content-Type": "application/json", "X-Host": own.key }, body: JSON.stringify({ do: "add", value }),
    }).catch(() => null);
    button.disabled = false;
    if (answer?.ok) told.replaceChildren("It comes next in your room. Go on ", make("a", { href: own.desk }, "at the desk"), ".");
    else told.textContent = answer?.status === 404 || !own ? "Your room is gone. Open a new one at the desk." : answer ? "The room refused this. Look at the desk." : "The server cannot be reached. Try again.";
  };
  const button = make("button", { type: "button", onclick: put }, "Put to the room");
  return make("p", { class: "pk-to-room" }, button, " ", told);
}
