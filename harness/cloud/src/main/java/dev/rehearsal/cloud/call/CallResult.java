package dev.rehearsal.cloud.call;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;

/**
 * The answer to a call.
 *
 * @param response the typed response
 * @param stream the response's stream, which the receiver closes; null unless {@link
 *     Operation.Body#RESPONSE}
 */
public record CallResult(SdkResponse response, @Nullable InputStream stream) {}
