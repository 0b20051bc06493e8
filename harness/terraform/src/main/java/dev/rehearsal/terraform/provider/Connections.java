package dev.rehearsal.terraform.provider;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells the connections of a server apart. Terraform starts one provider for each provider block
 * and alias; attached to one server, each is a connection of its own with its own configuration.
 */
final class Connections extends ServerTransportFilter implements ServerInterceptor {

  private static final Attributes.Key<AtomicReference<@Nullable ProviderSettings>> SETTINGS =
      Attributes.Key.create("provider-settings");
  private static final Context.Key<AtomicReference<@Nullable ProviderSettings>> CURRENT =
      Context.key("provider-settings");

  /** The configuration of the connection that the current call came on. */
  static AtomicReference<@Nullable ProviderSettings> current() {
    return CURRENT.get();
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(SETTINGS, new AtomicReference<>()).build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current().withValue(CURRENT, call.getAttributes().get(SETTINGS));
    return Contexts.interceptCall(context, call, headers, next);
  }
}
