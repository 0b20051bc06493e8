package dev.rehearsal.terraform.aws.acm;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.Tag;

final class CertificateType implements ResourceType {

  private static final String BODY = "certificate_body";
  private static final String CHAIN = "certificate_chain";

  @Override
  public String name() {
    return "aws_acm_certificate";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("ACM Certificate")
        .forcesNew(
            "domain_name",
            "subject_alternative_names",
            "validation_method",
            "key_algorithm",
            "certificate_authority_arn",
            "validation_option")
        .oneOf("validation_method", "DNS", "EMAIL", "NONE")
        .conflicts("certificate_body", "domain_name")
        .conflicts("private_key", "domain_name")
        .computedBlocks("options")
        .sensitive("private_key")
        .tags(new CertificateTags());
  }

  @Override
  public void create(ResourceInstance it) {
    List<Tag> tags =
        it.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    if (it.values().text(BODY) != null) {
      it.id(
          it.client(AcmClient.class)
              .importCertificate(imported(it.values()).tags(tags).build())
              .certificateArn());
      return;
    }
    RequestCertificateRequest request =
        it.fill(RequestCertificateRequest.builder()).build().toBuilder().tags(tags).build();
    it.id(it.client(AcmClient.class).requestCertificate(request).certificateArn());
  }

  @Override
  public void read(ResourceInstance it) {
    CertificateDetail found =
        it.client(AcmClient.class)
            .describeCertificate(describe -> describe.certificateArn(it.id()))
            .certificate();
    Values values = it.values();
    values.set("arn", found.certificateArn());
    values.set("domain_name", found.domainName());
    values.set("subject_alternative_names", others(values, found));
    values.set("key_algorithm", found.keyAlgorithmAsString());
    values.set("status", found.statusAsString());
    values.set("type", found.typeAsString());
    values.set("not_before", found.notBefore().toString());
    values.set("not_after", found.notAfter().toString());
    values.set("renewal_eligibility", found.renewalEligibilityAsString());
    values.set("renewal_summary", List.of());
    boolean imported = found.typeAsString().equals("IMPORTED");
    values.set("pending_renewal", false);
    values.set("validation_emails", List.of());
    values.set("validation_method", imported ? "NONE" : "DNS");
    values.set(
        "domain_validation_options",
        found.domainValidationOptions().stream().map(CertificateType::record).toList());
    values.set(
        "options",
        List.of(
            Map.of(
                "certificate_transparency_logging_preference",
                found.options().certificateTransparencyLoggingPreferenceAsString(),
                "export",
                found.options().export() == null ? "DISABLED" : found.options().exportAsString())));
  }

  /** ACM counts the domain among the names; whoever wrote others down mostly did not. */
  private static List<String> others(Values values, CertificateDetail found) {
    List<String> others =
        found.subjectAlternativeNames().stream()
            .filter(name -> !name.equals(found.domainName()))
            .toList();
    return others.isEmpty()
            || values.strings("subject_alternative_names").contains(found.domainName())
        ? found.subjectAlternativeNames()
        : others;
  }

  private static Map<String, Object> record(DomainValidation validation) {
    return Map.of(
        "domain_name", validation.domainName(),
        "resource_record_name", validation.resourceRecord().name(),
        "resource_record_type", validation.resourceRecord().typeAsString(),
        "resource_record_value", validation.resourceRecord().value());
  }

  private static ImportCertificateRequest.Builder imported(Values values) {
    ImportCertificateRequest.Builder request =
        ImportCertificateRequest.builder()
            .certificate(bytes(values.text(BODY)))
            .privateKey(bytes(values.text("private_key")));
    return values.text(CHAIN) == null
        ? request
        : request.certificateChain(bytes(values.text(CHAIN)));
  }

  private static SdkBytes bytes(@Nullable String text) {
    return SdkBytes.fromUtf8String(text == null ? "" : text);
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed(BODY) || it.changed("private_key") || it.changed(CHAIN)) {
      it.client(AcmClient.class)
          .importCertificate(imported(it.values()).certificateArn(it.id()).build());
    }
    if (it.changed("options")) {
      it.values()
          .block("options")
          .map(block -> block.text("certificate_transparency_logging_preference"))
          .ifPresent(
              wanted ->
                  it.client(AcmClient.class)
                      .updateCertificateOptions(
                          update ->
                              update
                                  .certificateArn(it.id())
                                  .options(
                                      options ->
                                          options.certificateTransparencyLoggingPreference(
                                              wanted))));
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(AcmClient.class).deleteCertificate(delete -> delete.certificateArn(it.id()));
  }
}
