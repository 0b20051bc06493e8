package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.call.NoAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** AWS_PROXY: invokes a function and turns its answer into a response. */
final class LambdaProxy {

  private static final Pattern FUNCTION =
      Pattern.compile("(arn:aws:lambda:([a-z0-9-]+):\\d{12}:function:[\\w-]+(?::[\\w$-]+)?)");
  private static final Pattern INVOKE_ARN =
      Pattern.compile(
          "arn:aws:apigateway:[a-z0-9-]+:lambda:path/2015-03-31/functions/(.+)/invocations");

  private LambdaProxy() {}

  /** A function's ARN and region, out of an integration's URI. */
  record Function(String arn, String region) {}

  static Optional<Function> function(String uri) {
    Matcher wrapped = INVOKE_ARN.matcher(uri);
    Matcher plain = FUNCTION.matcher(wrapped.matches() ? wrapped.group(1) : uri);
    return plain.matches()
        ? Optional.of(new Function(plain.group(1), plain.group(2)))
        : Optional.empty();
  }

  static Integrations.Outcome call(Integration integration, Exchange exchange) {
    boolean second = "2.0".equals(integration.payloadFormatVersion());
    String uri = integration.integrationUri();
    for (Map.Entry<String, String> variable : exchange.stage().stageVariables().entrySet()) {
      uri = uri.replace("${stageVariables." + variable.getKey() + "}", variable.getValue());
    }
    Function function = function(uri).orElse(null);
    if (function == null) {
      return Integrations.failed(500, "Not a function: " + uri);
    }
    String event = (second ? EventV2.of(exchange) : EventV1.of(exchange)).toString();
    InvokeResponse answer;
    try {
      answer =
          exchange
              .aws()
              .client(
                  LambdaClient.class,
                  exchange.aws().service("apigateway.amazonaws.com", exchange.sourceArn()),
                  function.region())
              .invoke(
                  invoke ->
                      invoke.functionName(function.arn()).payload(SdkBytes.fromUtf8String(event)));
    } catch (AwsServiceException refused) {
      boolean busy = refused.statusCode() == 429 || refused.statusCode() == 503;
      return Integrations.failed(
          busy ? 503 : 500,
          "The invocation of " + function.arn() + " was refused: " + refused.getMessage());
    } catch (NoAnswer cut) {
      return Integrations.failed(
          503, "The invocation of " + function.arn() + " got no answer: " + cut.getMessage());
    }
    if (answer.functionError() != null) {
      return Integrations.failed(
          500, "The function failed (" + answer.functionError() + "): " + text(answer));
    }
    try {
      return new Integrations.Outcome(
          ProxyResponse.read(
              answer.payload() == null ? new byte[0] : answer.payload().asByteArray(), second),
          answer.statusCode(),
          null);
    } catch (ProxyResponse.Malformed malformed) {
      return Integrations.failed(500, String.valueOf(malformed.getMessage()));
    }
  }

  private static String text(InvokeResponse answer) {
    return answer.payload() == null ? "" : answer.payload().asUtf8String();
  }
}
