// A player in JavaScript, without any package: each of its units makes the first attack that it may
// make, else its last march of the day, once a turn.
//
//     python main.py simulate --scenario tutorial --soviet "cmd:node examples/bot.js"
//
// The lines are explained in docs/bots.md.

const lines = require("readline").createInterface({ input: process.stdin });
const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

let turn = 0;
let waiting = []; // units that have not had their turn today

function next() {
  if (waiting.length) say({ ask: "legal", unit: waiting.shift() });
  else say({ orders: ["end"] });
}

lines.on("line", (line) => {
  const message = JSON.parse(line);
  switch (message.type) {
    case "hello":
      say({ protocol: 1, name: "example in JavaScript" });
      break;
    case "orders":
      if (message.turn !== turn) {
        turn = message.turn;
        waiting = message.view.units.map((unit) => unit.id);
      }
      next();
      break;
    case "legal": {
      const attack = message.orders.find((order) => order.startsWith("attack"));
      const marches = message.orders.filter(
        (order) => order.startsWith("move") && !order.endsWith("forced"));
      const order = attack || marches.pop();
      if (order) say({ orders: [order] });
      else next();
      break;
    }
  }
});
