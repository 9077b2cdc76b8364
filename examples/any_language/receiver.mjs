// A receiver of Kick's webhooks. Node 18 or newer, no packages.
import { createVerify } from "node:crypto";
import { createServer } from "node:http";

const api = process.env.KICK_API_URL ?? "https://api.kick.com";
const { data } = await (await fetch(`${api}/public/v1/public-key`)).json();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks); // as received: JSON that is written again does not verify
  const kick = (name) => request.headers[`kick-event-${name}`] ?? "";
  const time = kick("message-timestamp") || kick("timestamp"); // the latter on claims of drops
  const genuine = createVerify("RSA-SHA256")
    .update(`${kick("message-id")}.${time}.`)
    .update(body)
    .verify(data.public_key, kick("signature"), "base64");
  response.writeHead(genuine ? 200 : 403).end();
  if (genuine) console.log(kick("type") || "drops.claim", JSON.parse(body));
  else console.log("not from Kick");
});
server.listen(process.env.PORT ?? 3000, "127.0.0.1", () => console.log("listening"));
