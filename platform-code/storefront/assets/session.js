// Who is here: a guest with a session of their own, or a customer with Cognito's ID token.
let config;

export function guest() {
  let session = localStorage.getItem("t2s-guest");
  if (!session) {
    session = crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    localStorage.setItem("t2s-guest", session);
  }
  return session;
}

export function token() {
  const kept = sessionStorage.getItem("t2s-token");
  if (!kept) return null;
  if (claims(kept).exp * 1000 < Date.now()) {
    signOut();
    return null;
  }
  return kept;
}

export const email = () => (token() ? claims(token()).email : null);

export function signOut() {
  sessionStorage.removeItem("t2s-token");
}

/** Resolves to nothing, or to what takes the code of the customer's authenticator app. */
export async function signIn(username, password) {
  const { clientId, call } = await cognito();
  const answer = await call("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  if (answer.ChallengeName !== "SOFTWARE_TOKEN_MFA") return keep(answer);
  return async (code) => keep(await call("RespondToAuthChallenge", {
    ChallengeName: answer.ChallengeName,
    ClientId: clientId,
    Session: answer.Session,
    ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code },
  }));
}

function keep(answer) {
  if (!answer.AuthenticationResult) throw new Error(`More is needed to sign in: ${answer.ChallengeName}.`);
  sessionStorage.setItem("t2s-token", answer.AuthenticationResult.IdToken);
}

/** Resolves to whether the customer can sign in at once; if not, a code was sent. */
export async function signUp(username, password, phone) {
  const { clientId, call } = await cognito();
  const attributes = [{ Name: "email", Value: username }];
  if (phone) attributes.push({ Name: "phone_number", Value: phone });
  const answer = await call("SignUp", { ClientId: clientId, Username: username, Password: password, UserAttributes: attributes });
  return answer.UserConfirmed;
}

export async function confirm(username, code) {
  const { clientId, call } = await cognito();
  await call("ConfirmSignUp", { ClientId: clientId, Username: username, ConfirmationCode: code });
}

function claims(jwt) {
  const payload = jwt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0))));
}

async function cognito() {
  if (!config) {
    const answer = await fetch("/config.json");
    if (!answer.ok) throw new Error("Signing in is not set up for this shop.");
    config = await answer.json();
  }
  return {
    clientId: config.userPoolClientId,
    async call(operation, body) {
      const answer = await fetch(config.cognitoEndpoint, {
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSCognitoIdentityProviderService.${operation}` },
        body: JSON.stringify(body),
      });
      const result = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(result.message ?? "Signing in did not work.");
      return result;
    },
  };
}
