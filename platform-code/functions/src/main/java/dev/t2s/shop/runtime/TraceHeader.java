package dev.t2s.shop.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The {@code X-Amzn-Trace-Id} header: of this invocation, and of the work that a batch's record
 * carries on.
 */
public final class TraceHeader implements ExecutionInterceptor {

  public static final String NAME = "X-Amzn-Trace-Id";

  private static final ExecutionAttribute<String> OF_THE_WORK =
      new ExecutionAttribute<>("TraceHeaderOfTheWork");

  TraceHeader() {}

  /** The header of the invocation that runs now. */
  public static Optional<String> current() {
    String property = System.getProperty("com.amazonaws.xray.traceHeader");
    return Optional.ofNullable(property != null ? property : System.getenv("_X_AMZN_TRACE_ID"))
        .filter(header -> !header.isBlank());
  }

  /** Makes a call carry a record's header in place of the invocation's. */
  public static AwsRequestOverrideConfiguration carrying(@Nullable String header) {
    AwsRequestOverrideConfiguration.Builder call = AwsRequestOverrideConfiguration.builder();
    if (header != null && !header.isBlank()) {
      call.putExecutionAttribute(OF_THE_WORK, header);
    }
    return call.build();
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    String header = attributes.getAttribute(OF_THE_WORK);
    return header == null
        ? context.httpRequest()
        : context.httpRequest().toBuilder().putHeader(NAME, header).build();
  }
}
