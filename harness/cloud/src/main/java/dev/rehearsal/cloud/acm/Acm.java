package dev.rehearsal.cloud.acm;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.acm.IssuedCertificate.Proof;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.cloudfront.CloudFront;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.cloud.pki.PrivateKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateExport;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.ExportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;
import software.amazon.awssdk.services.acm.model.InvalidArnException;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.LimitExceededException;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.UpdateCertificateOptionsRequest;
import software.amazon.awssdk.services.acm.model.UpdateCertificateOptionsResponse;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * AWS Certificate Manager. Certificates are issued at once: the DNS records that AWS would wait for
 * are answered, and taken as set.
 */
public final class Acm implements AcmClient {

  private static final Pattern DOMAIN =
      Pattern.compile(
          "(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9][A-Za-z0-9-]{0,62}");
  private static final int MOST_NAMES = 100;
  private static final int LEAST_PASSPHRASE = 4;
  private static final int MOST_PASSPHRASE = 128;

  private final Surroundings aws;
  private final ConcurrentSkipListMap<String, Certificate> certificates =
      new ConcurrentSkipListMap<>();
  private final Map<String, Proof> proofs = new ConcurrentHashMap<>();

  public Acm(Surroundings aws) {
    this.aws = aws;
  }

  @Override
  public RequestCertificateResponse requestCertificate(RequestCertificateRequest request) {
    if (request.certificateAuthorityArn() != null) {
      throw notServed("certificates of a private authority");
    }
    if (request.validationMethod() != null && request.validationMethod() != ValidationMethod.DNS) {
      throw notServed("validation by " + request.validationMethodAsString() + ": use DNS");
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(String.valueOf(request.domainName()));
    names.addAll(request.subjectAlternativeNames());
    for (String name : names) {
      if (!DOMAIN.matcher(name).matches() || name.length() > 253) {
        throw invalid(
            "1 validation error detected: Value '"
                + name
                + "' at 'domainName' failed to satisfy constraint: Member must be a fully qualified"
                + " domain name");
      }
    }
    if (names.size() > MOST_NAMES) {
      throw AwsError.of(
          LimitExceededException.builder(),
          "LimitExceededException",
          400,
          "Error: more than " + MOST_NAMES + " domain names in one certificate");
    }
    for (Certificate known : certificates.values()) {
      if (request.idempotencyToken() != null
          && request.idempotencyToken().equals(known.token())
          && known.names().equals(List.copyOf(names))) {
        return RequestCertificateResponse.builder().certificateArn(known.arn).build();
      }
    }
    Certificate certificate =
        new IssuedCertificate(
            aws.arn("acm", "certificate/" + aws.ids().uuid()),
            request.domainName(),
            names.stream().map(this::proof).toList(),
            request.keyAlgorithm() == null ? KeyAlgorithm.RSA_2048 : request.keyAlgorithm(),
            aws.clock().instant(),
            aws.ids().hex(32).replaceAll("(..)(?!$)", "$1:"),
            request.idempotencyToken(),
            request.options() != null
                ? request.options()
                : CertificateOptions.builder()
                    .certificateTransparencyLoggingPreference(
                        CertificateTransparencyLoggingPreference.ENABLED)
                    .build(),
            aws.authority());
    tag(certificate, request.tags());
    certificates.put(certificate.arn, certificate);
    return RequestCertificateResponse.builder().certificateArn(certificate.arn).build();
  }

  /** A wildcard is proved by the same record as its parent, for as long as the account lasts. */
  private Proof proof(String domain) {
    String parent = domain.startsWith("*.") ? domain.substring(2) : domain;
    Proof known =
        proofs.computeIfAbsent(
            parent,
            any ->
                new Proof(
                    parent,
                    "_" + aws.ids().hex(32) + "." + parent + ".",
                    "_" + aws.ids().hex(32) + "." + aws.ids().lower(10) + ".acm-validations.aws."));
    return new Proof(domain, known.name(), known.value());
  }

  private Certificate get(@Nullable String arn) {
    if (arn == null || !arn.startsWith("arn:")) {
      throw AwsError.of(
          InvalidArnException.builder(),
          "InvalidArnException",
          400,
          "The certificate ARN " + arn + " is not an ARN.");
    }
    Certificate certificate = certificates.get(arn);
    if (certificate == null) {
      throw AwsError.of(
          ResourceNotFoundException.builder(),
          "ResourceNotFoundException",
          400,
          "Could not find certificate " + arn + ".");
    }
    return certificate;
  }

  @Override
  public DescribeCertificateResponse describeCertificate(DescribeCertificateRequest request) {
    return DescribeCertificateResponse.builder()
        .certificate(describe(get(request.certificateArn())))
        .build();
  }

  private CertificateDetail describe(Certificate certificate) {
    return certificate.describe(users(certificate.arn));
  }

  @Override
  public GetCertificateResponse getCertificate(GetCertificateRequest request) {
    CertificateAuthority.Issued one = get(request.certificateArn()).issued();
    return GetCertificateResponse.builder()
        .certificate(CertificateAuthority.pem(one.certificate()))
        .certificateChain(chain(one))
        .build();
  }

  private static @Nullable String chain(CertificateAuthority.Issued one) {
    return one.chain().isEmpty()
        ? null
        : one.chain().stream().map(CertificateAuthority::pem).collect(Collectors.joining());
  }

  @Override
  public ImportCertificateResponse importCertificate(ImportCertificateRequest request) {
    @Nullable Certificate there =
        request.certificateArn() == null ? null : get(request.certificateArn());
    if (there != null && request.hasTags()) {
      throw invalid("Tagging is not permitted on re-import.");
    }
    PemBundle bundle =
        PemBundle.read(request.certificate(), request.privateKey(), request.certificateChain());
    if (there instanceof ImportedCertificate known) {
      known.replace(bundle, aws.clock().instant());
      return ImportCertificateResponse.builder().certificateArn(known.arn).build();
    }
    if (there != null) {
      throw invalid("The certificate " + there.arn + " was not imported.");
    }
    Certificate imported =
        new ImportedCertificate(
            aws.arn("acm", "certificate/" + aws.ids().uuid()), bundle, aws.clock().instant());
    tag(imported, request.tags());
    certificates.put(imported.arn, imported);
    return ImportCertificateResponse.builder().certificateArn(imported.arn).build();
  }

  @Override
  public ExportCertificateResponse exportCertificate(ExportCertificateRequest request) {
    Certificate certificate = get(request.certificateArn());
    synchronized (certificate) {
      if (certificate.options.export() != CertificateExport.ENABLED) {
        throw invalid("Certificate ARN: " + certificate.arn + " is not a private certificate");
      }
    }
    byte[] passphrase =
        request.passphrase() == null ? new byte[0] : request.passphrase().asByteArray();
    if (passphrase.length < LEAST_PASSPHRASE || passphrase.length > MOST_PASSPHRASE) {
      throw invalid(
          "1 validation error detected: Value at 'passphrase' failed to satisfy constraint: Member"
              + " must have length between "
              + LEAST_PASSPHRASE
              + " and "
              + MOST_PASSPHRASE);
    }
    CertificateAuthority.Issued one = certificate.issued();
    return ExportCertificateResponse.builder()
        .certificate(CertificateAuthority.pem(one.certificate()))
        .certificateChain(chain(one))
        .privateKey(
            PrivateKeys.encrypted(
                one.key(), new String(passphrase, StandardCharsets.UTF_8).toCharArray()))
        .build();
  }

  /** A certificate with its key, for what serves it; empty where there is none of that ARN. */
  public Optional<CertificateAuthority.Issued> issued(String arn) {
    return Optional.ofNullable(certificates.get(arn)).map(Certificate::issued);
  }

  /** The names of a certificate; empty where there is none of that ARN. */
  public Optional<List<String>> names(String arn) {
    return Optional.ofNullable(certificates.get(arn)).map(Certificate::names);
  }

  private List<String> users(String arn) {
    return aws.peer(CloudFront.class, aws.region()).users(arn);
  }

  @Override
  public ListCertificatesResponse listCertificates(ListCertificatesRequest request) {
    int most = request.maxItems() == null ? 1000 : request.maxItems();
    List<KeyAlgorithm> types =
        request.includes() != null && request.includes().hasKeyTypes()
            ? request.includes().keyTypes()
            : List.of(KeyAlgorithm.RSA_1024, KeyAlgorithm.RSA_2048);
    Collection<Certificate> rest =
        request.nextToken() == null
            ? certificates.values()
            : certificates.tailMap(request.nextToken(), false).values();
    List<Certificate> matching = new ArrayList<>();
    rest.stream()
        .filter(certificate -> types.contains(certificate.algorithm()))
        .filter(
            certificate ->
                !request.hasCertificateStatuses()
                    || request.certificateStatuses().contains(certificate.status()))
        .limit(most + 1L)
        .forEach(matching::add);
    boolean more = matching.size() > most;
    List<Certificate> page = more ? matching.subList(0, most) : matching;
    return ListCertificatesResponse.builder()
        .certificateSummaryList(
            page.stream()
                .map(certificate -> certificate.summarise(!users(certificate.arn).isEmpty()))
                .toList())
        .nextToken(more ? page.get(most - 1).arn : null)
        .build();
  }

  @Override
  public DeleteCertificateResponse deleteCertificate(DeleteCertificateRequest request) {
    String arn = get(request.certificateArn()).arn;
    if (!users(arn).isEmpty()) {
      throw AwsError.of(
          ResourceInUseException.builder(),
          "ResourceInUseException",
          400,
          "Certificate " + arn + " in account " + aws.account() + " is in use.");
    }
    certificates.remove(arn);
    return DeleteCertificateResponse.builder().build();
  }

  @Override
  public UpdateCertificateOptionsResponse updateCertificateOptions(
      UpdateCertificateOptionsRequest request) {
    Certificate certificate = get(request.certificateArn());
    if (request.options() == null) {
      throw invalid("UpdateCertificateOptions needs Options.");
    }
    if (certificate instanceof ImportedCertificate) {
      throw invalid("The options of an imported certificate can't be changed.");
    }
    synchronized (certificate) {
      certificate.options = request.options();
    }
    return UpdateCertificateOptionsResponse.builder().build();
  }

  @Override
  public ListTagsForCertificateResponse listTagsForCertificate(
      ListTagsForCertificateRequest request) {
    Certificate certificate = get(request.certificateArn());
    synchronized (certificate) {
      return ListTagsForCertificateResponse.builder()
          .tags(
              certificate.tags.entrySet().stream()
                  .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                  .toList())
          .build();
    }
  }

  @Override
  public AddTagsToCertificateResponse addTagsToCertificate(AddTagsToCertificateRequest request) {
    tag(get(request.certificateArn()), request.tags());
    return AddTagsToCertificateResponse.builder().build();
  }

  @Override
  public RemoveTagsFromCertificateResponse removeTagsFromCertificate(
      RemoveTagsFromCertificateRequest request) {
    Certificate certificate = get(request.certificateArn());
    synchronized (certificate) {
      request.tags().forEach(tag -> certificate.tags.remove(tag.key()));
    }
    return RemoveTagsFromCertificateResponse.builder().build();
  }

  private static void tag(Certificate certificate, List<Tag> tags) {
    synchronized (certificate) {
      tags.forEach(tag -> certificate.tags.put(tag.key(), tag.value() == null ? "" : tag.value()));
    }
  }

  private static AwsServiceException invalid(String message) {
    return AwsError.of(AcmException.builder(), "ValidationException", 400, message);
  }

  private static AwsServiceException notServed(String what) {
    return AwsError.of(
        AcmException.builder(),
        "NotImplemented",
        501,
        "The embedded ACM does not serve " + what + ".");
  }

  @Override
  public String serviceName() {
    return "acm";
  }

  @Override
  public void close() {}
}
