// Making and using passkeys. A form says which by data-passkey: create, get or login (get, with options asked for).

const ERRORS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (keys) => (keys ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).request_options;
}

async function make(form, { publicKey }) {
  const alone = form.elements.passwordless?.checked ?? false;
  const wish = { residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        ...wish,
        ...(alone ? { userVerification: "required" } : {}),
      },
    },
  });
  const { attestationObject, clientDataJSON } = credential.response;
  return described(credential, {
    attestationObject: toText(attestationObject),
    clientDataJSON: toText(clientDataJSON),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function use({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return described(credential, {
    authenticatorData: toText(authenticatorData),
    clientDataJSON: toText(clientDataJSON),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function described(credential, response) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

function tell(form, kind) {
  const line = form.querySelector("[data-passkey-error]");
  line.textContent = kind ? line.dataset[kind] : "";
  line.hidden = !kind;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell(form, "");
    try {
      const asked = await options(form);
      const credential = form.dataset.passkey === "create" ? await make(form, asked) : await use(asked);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      tell(form, ERRORS[error.name] ?? "failed");
    }
  });
}
