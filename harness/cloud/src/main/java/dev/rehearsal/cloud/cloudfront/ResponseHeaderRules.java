package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyCorsConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyCustomHeader;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicySecurityHeadersConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyStrictTransportSecurity;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyXSSProtection;

/** Applies a response headers policy to what a viewer is sent. */
final class ResponseHeaderRules {

  private ResponseHeaderRules() {}

  static void apply(ResponseHeadersPolicyConfig config, HttpRequest viewer, Headers headers) {
    if (config.removeHeadersConfig() != null) {
      config.removeHeadersConfig().items().forEach(remove -> headers.remove(remove.header()));
    }
    if (config.corsConfig() != null) {
      cors(config.corsConfig(), viewer, headers);
    }
    if (config.securityHeadersConfig() != null) {
      security(config.securityHeadersConfig(), headers);
    }
    if (config.customHeadersConfig() != null) {
      for (ResponseHeadersPolicyCustomHeader header : config.customHeadersConfig().items()) {
        set(headers, header.header(), header.value(), header.override());
      }
    }
  }

  private static void security(ResponseHeadersPolicySecurityHeadersConfig config, Headers headers) {
    if (config.contentTypeOptions() != null) {
      set(headers, "x-content-type-options", "nosniff", config.contentTypeOptions().override());
    }
    if (config.frameOptions() != null) {
      set(
          headers,
          "x-frame-options",
          config.frameOptions().frameOptionAsString(),
          config.frameOptions().override());
    }
    if (config.referrerPolicy() != null) {
      set(
          headers,
          "referrer-policy",
          config.referrerPolicy().referrerPolicyAsString(),
          config.referrerPolicy().override());
    }
    if (config.contentSecurityPolicy() != null) {
      set(
          headers,
          "content-security-policy",
          config.contentSecurityPolicy().contentSecurityPolicy(),
          config.contentSecurityPolicy().override());
    }
    ResponseHeadersPolicyStrictTransportSecurity hsts = config.strictTransportSecurity();
    if (hsts != null) {
      set(
          headers,
          "strict-transport-security",
          "max-age="
              + hsts.accessControlMaxAgeSec()
              + (Boolean.TRUE.equals(hsts.includeSubdomains()) ? "; includeSubDomains" : "")
              + (Boolean.TRUE.equals(hsts.preload()) ? "; preload" : ""),
          hsts.override());
    }
    ResponseHeadersPolicyXSSProtection xss = config.xssProtection();
    if (xss != null) {
      set(
          headers,
          "x-xss-protection",
          !Boolean.TRUE.equals(xss.protection())
              ? "0"
              : "1"
                  + (Boolean.TRUE.equals(xss.modeBlock()) ? "; mode=block" : "")
                  + (xss.reportUri() == null ? "" : "; report=" + xss.reportUri()),
          xss.override());
    }
  }

  private static void cors(
      ResponseHeadersPolicyCorsConfig config, HttpRequest viewer, Headers headers) {
    Optional<String> origin = viewer.header("origin");
    if (origin.isEmpty()) {
      return;
    }
    List<String> allowed = config.accessControlAllowOrigins().items();
    String answer =
        allowed.contains("*")
            ? "*"
            : allowed.stream()
                    .anyMatch(
                        pattern ->
                            Behaviors.matches(pattern, origin.get())
                                || Behaviors.matches(
                                    pattern, origin.get().replaceFirst("^https?://", "")))
                ? origin.get()
                : null;
    if (answer == null) {
      return;
    }
    Boolean override = config.originOverride();
    set(headers, "access-control-allow-origin", answer, override);
    if (Boolean.TRUE.equals(config.accessControlAllowCredentials())) {
      set(headers, "access-control-allow-credentials", "true", override);
    }
    if (config.accessControlExposeHeaders() != null
        && !config.accessControlExposeHeaders().items().isEmpty()) {
      set(
          headers,
          "access-control-expose-headers",
          String.join(", ", config.accessControlExposeHeaders().items()),
          override);
    }
    if (viewer.method().equals("OPTIONS")) {
      set(
          headers,
          "access-control-allow-methods",
          String.join(", ", config.accessControlAllowMethods().itemsAsStrings()),
          override);
      set(
          headers,
          "access-control-allow-headers",
          String.join(", ", config.accessControlAllowHeaders().items()),
          override);
      if (config.accessControlMaxAgeSec() != null) {
        set(
            headers,
            "access-control-max-age",
            String.valueOf(config.accessControlMaxAgeSec()),
            override);
      }
    }
  }

  private static void set(
      Headers headers, String name, @Nullable String value, @Nullable Boolean override) {
    if (value != null && (Boolean.TRUE.equals(override) || !headers.contains(name))) {
      headers.set(name, value);
    }
  }
}
