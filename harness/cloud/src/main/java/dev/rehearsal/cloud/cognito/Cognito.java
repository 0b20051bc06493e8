package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

/** Amazon Cognito user pools. */
public final class Cognito implements CognitoIdentityProviderClient {

  public Cognito(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "cognito-idp";
  }

  @Override
  public void close() {}
}
