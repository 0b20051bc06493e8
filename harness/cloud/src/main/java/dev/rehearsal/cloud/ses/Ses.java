package dev.rehearsal.cloud.ses;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.inbox.Mail;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.AlreadyExistsException;
import software.amazon.awssdk.services.ses.model.Body;
import software.amazon.awssdk.services.ses.model.ConfigurationSet;
import software.amazon.awssdk.services.ses.model.ConfigurationSetAlreadyExistsException;
import software.amazon.awssdk.services.ses.model.ConfigurationSetDoesNotExistException;
import software.amazon.awssdk.services.ses.model.CreateConfigurationSetRequest;
import software.amazon.awssdk.services.ses.model.CreateConfigurationSetResponse;
import software.amazon.awssdk.services.ses.model.CreateTemplateRequest;
import software.amazon.awssdk.services.ses.model.CreateTemplateResponse;
import software.amazon.awssdk.services.ses.model.DeleteConfigurationSetRequest;
import software.amazon.awssdk.services.ses.model.DeleteConfigurationSetResponse;
import software.amazon.awssdk.services.ses.model.DeleteIdentityRequest;
import software.amazon.awssdk.services.ses.model.DeleteIdentityResponse;
import software.amazon.awssdk.services.ses.model.DeleteTemplateRequest;
import software.amazon.awssdk.services.ses.model.DeleteTemplateResponse;
import software.amazon.awssdk.services.ses.model.DescribeConfigurationSetRequest;
import software.amazon.awssdk.services.ses.model.DescribeConfigurationSetResponse;
import software.amazon.awssdk.services.ses.model.Destination;
import software.amazon.awssdk.services.ses.model.GetAccountSendingEnabledRequest;
import software.amazon.awssdk.services.ses.model.GetAccountSendingEnabledResponse;
import software.amazon.awssdk.services.ses.model.GetIdentityDkimAttributesRequest;
import software.amazon.awssdk.services.ses.model.GetIdentityDkimAttributesResponse;
import software.amazon.awssdk.services.ses.model.GetIdentityVerificationAttributesRequest;
import software.amazon.awssdk.services.ses.model.GetIdentityVerificationAttributesResponse;
import software.amazon.awssdk.services.ses.model.GetSendQuotaRequest;
import software.amazon.awssdk.services.ses.model.GetSendQuotaResponse;
import software.amazon.awssdk.services.ses.model.GetTemplateRequest;
import software.amazon.awssdk.services.ses.model.GetTemplateResponse;
import software.amazon.awssdk.services.ses.model.IdentityDkimAttributes;
import software.amazon.awssdk.services.ses.model.IdentityVerificationAttributes;
import software.amazon.awssdk.services.ses.model.InvalidTemplateException;
import software.amazon.awssdk.services.ses.model.ListConfigurationSetsRequest;
import software.amazon.awssdk.services.ses.model.ListConfigurationSetsResponse;
import software.amazon.awssdk.services.ses.model.ListIdentitiesRequest;
import software.amazon.awssdk.services.ses.model.ListIdentitiesResponse;
import software.amazon.awssdk.services.ses.model.ListTemplatesRequest;
import software.amazon.awssdk.services.ses.model.ListTemplatesResponse;
import software.amazon.awssdk.services.ses.model.SendEmailRequest;
import software.amazon.awssdk.services.ses.model.SendEmailResponse;
import software.amazon.awssdk.services.ses.model.SendRawEmailRequest;
import software.amazon.awssdk.services.ses.model.SendRawEmailResponse;
import software.amazon.awssdk.services.ses.model.SendTemplatedEmailRequest;
import software.amazon.awssdk.services.ses.model.SendTemplatedEmailResponse;
import software.amazon.awssdk.services.ses.model.SesException;
import software.amazon.awssdk.services.ses.model.Template;
import software.amazon.awssdk.services.ses.model.TemplateMetadata;
import software.amazon.awssdk.services.ses.model.UpdateTemplateRequest;
import software.amazon.awssdk.services.ses.model.UpdateTemplateResponse;
import software.amazon.awssdk.services.ses.model.VerificationStatus;
import software.amazon.awssdk.services.ses.model.VerifyDomainDkimRequest;
import software.amazon.awssdk.services.ses.model.VerifyDomainDkimResponse;
import software.amazon.awssdk.services.ses.model.VerifyDomainIdentityRequest;
import software.amazon.awssdk.services.ses.model.VerifyDomainIdentityResponse;
import software.amazon.awssdk.services.ses.model.VerifyEmailIdentityRequest;
import software.amazon.awssdk.services.ses.model.VerifyEmailIdentityResponse;

/** Amazon SES, version 1 of its API. */
public final class Ses implements SesClient {

  private final Surroundings aws;
  private final MailStore store;
  private final Mailer mailer;

  public Ses(Surroundings aws) {
    this.aws = aws;
    this.store = new MailStore(aws);
    this.mailer = new Mailer(aws, store);
  }

  /** What version 2 of the API shares with this one. */
  public MailStore store() {
    return store;
  }

  /** The sending that version 2 of the API shares with this one. */
  public Mailer mailer() {
    return mailer;
  }

  @Override
  public String serviceName() {
    return "ses";
  }

  @Override
  public VerifyEmailIdentityResponse verifyEmailIdentity(VerifyEmailIdentityRequest request) {
    String address = String.valueOf(request.emailAddress());
    if (address.indexOf('@') < 1) {
      throw SesErrors.parameter("Invalid email address<" + address + ">.");
    }
    MailStore.Identity unused = store.verify(address, Map.of());
    return VerifyEmailIdentityResponse.builder().build();
  }

  @Override
  public VerifyDomainIdentityResponse verifyDomainIdentity(VerifyDomainIdentityRequest request) {
    return VerifyDomainIdentityResponse.builder()
        .verificationToken(store.verify(String.valueOf(request.domain()), Map.of()).token())
        .build();
  }

  @Override
  public VerifyDomainDkimResponse verifyDomainDkim(VerifyDomainDkimRequest request) {
    return VerifyDomainDkimResponse.builder()
        .dkimTokens(store.verify(String.valueOf(request.domain()), Map.of()).dkimTokens())
        .build();
  }

  @Override
  public GetIdentityVerificationAttributesResponse getIdentityVerificationAttributes(
      GetIdentityVerificationAttributesRequest request) {
    Map<String, IdentityVerificationAttributes> all = new TreeMap<>();
    for (String name : request.identities()) {
      store
          .identity(name)
          .ifPresent(
              identity ->
                  all.put(
                      name,
                      IdentityVerificationAttributes.builder()
                          .verificationStatus(VerificationStatus.SUCCESS)
                          .verificationToken(identity.isDomain() ? identity.token() : null)
                          .build()));
    }
    return GetIdentityVerificationAttributesResponse.builder().verificationAttributes(all).build();
  }

  @Override
  public GetIdentityDkimAttributesResponse getIdentityDkimAttributes(
      GetIdentityDkimAttributesRequest request) {
    Map<String, IdentityDkimAttributes> all = new TreeMap<>();
    for (String name : request.identities()) {
      store
          .identity(name)
          .ifPresent(
              identity ->
                  all.put(
                      name,
                      IdentityDkimAttributes.builder()
                          .dkimEnabled(identity.isDomain())
                          .dkimVerificationStatus(VerificationStatus.SUCCESS)
                          .dkimTokens(identity.isDomain() ? identity.dkimTokens() : List.of())
                          .build()));
    }
    return GetIdentityDkimAttributesResponse.builder().dkimAttributes(all).build();
  }

  @Override
  public ListIdentitiesResponse listIdentities(ListIdentitiesRequest request) {
    String type = request.identityTypeAsString();
    return ListIdentitiesResponse.builder()
        .identities(
            store.identities().stream()
                .filter(each -> type == null || each.isDomain() == type.equals("Domain"))
                .map(MailStore.Identity::name)
                .toList())
        .build();
  }

  @Override
  public DeleteIdentityResponse deleteIdentity(DeleteIdentityRequest request) {
    boolean unused = store.deleteIdentity(String.valueOf(request.identity()));
    return DeleteIdentityResponse.builder().build();
  }

  @Override
  public CreateTemplateResponse createTemplate(CreateTemplateRequest request) {
    MailTemplate template = checked(request.template());
    if (store.template(template.name()).isPresent()) {
      throw AwsError.of(
          AlreadyExistsException.builder(),
          "AlreadyExists",
          400,
          "Template " + template.name() + " already exists.");
    }
    boolean unused = store.putTemplate(template);
    return CreateTemplateResponse.builder().build();
  }

  @Override
  public UpdateTemplateResponse updateTemplate(UpdateTemplateRequest request) {
    MailTemplate template = checked(request.template());
    MailTemplate before = template(template.name());
    boolean unused =
        store.putTemplate(
            new MailTemplate(
                template.name(),
                template.subject(),
                template.text(),
                template.html(),
                before.created()));
    return UpdateTemplateResponse.builder().build();
  }

  @Override
  public GetTemplateResponse getTemplate(GetTemplateRequest request) {
    MailTemplate template = template(request.templateName());
    return GetTemplateResponse.builder()
        .template(
            t ->
                t.templateName(template.name())
                    .subjectPart(template.subject())
                    .textPart(template.text())
                    .htmlPart(template.html()))
        .build();
  }

  @Override
  public ListTemplatesResponse listTemplates(ListTemplatesRequest request) {
    return ListTemplatesResponse.builder()
        .templatesMetadata(
            store.templates().stream()
                .map(
                    each ->
                        TemplateMetadata.builder()
                            .name(each.name())
                            .createdTimestamp(each.created())
                            .build())
                .toList())
        .build();
  }

  @Override
  public DeleteTemplateResponse deleteTemplate(DeleteTemplateRequest request) {
    boolean unused = store.deleteTemplate(String.valueOf(request.templateName()));
    return DeleteTemplateResponse.builder().build();
  }

  @Override
  public SendEmailResponse sendEmail(SendEmailRequest request) {
    Body body = request.message().body();
    if (body == null) {
      throw AwsError.of(
          SesException.builder(),
          "ValidationError",
          400,
          "1 validation error detected: Value null at 'message.body' failed to satisfy constraint:"
              + " Member must not be null");
    }
    Mail mail =
        mail(
            request.source(),
            request.destination(),
            request.replyToAddresses(),
            request.message().subject() == null ? "" : request.message().subject().data(),
            body.text() == null ? null : body.text().data(),
            body.html() == null ? null : body.html().data());
    return SendEmailResponse.builder()
        .messageId(mailer.send(mail, request.configurationSetName()))
        .build();
  }

  @Override
  public SendRawEmailResponse sendRawEmail(SendRawEmailRequest request) {
    return SendRawEmailResponse.builder()
        .messageId(
            mailer.sendRaw(
                request.rawMessage().data().asByteArray(),
                request.source(),
                request.destinations(),
                request.configurationSetName()))
        .build();
  }

  @Override
  public SendTemplatedEmailResponse sendTemplatedEmail(SendTemplatedEmailRequest request) {
    Mail mail =
        mail(request.source(), request.destination(), request.replyToAddresses(), "", null, null);
    return SendTemplatedEmailResponse.builder()
        .messageId(
            mailer.send(
                mail,
                template(request.template()),
                request.templateData(),
                request.configurationSetName()))
        .build();
  }

  @Override
  public GetSendQuotaResponse getSendQuota(GetSendQuotaRequest request) {
    return GetSendQuotaResponse.builder()
        .max24HourSend(50_000.0)
        .maxSendRate(14.0)
        .sentLast24Hours((double) mailer.sent())
        .build();
  }

  @Override
  public GetAccountSendingEnabledResponse getAccountSendingEnabled(
      GetAccountSendingEnabledRequest request) {
    return GetAccountSendingEnabledResponse.builder().enabled(true).build();
  }

  @Override
  public CreateConfigurationSetResponse createConfigurationSet(
      CreateConfigurationSetRequest request) {
    String name = request.configurationSet().name();
    if (store.configurationSets().putIfAbsent(name, new TreeMap<>()) != null) {
      throw AwsError.of(
          ConfigurationSetAlreadyExistsException.builder(),
          "ConfigurationSetAlreadyExists",
          400,
          "Configuration set <" + name + "> already exists.");
    }
    return CreateConfigurationSetResponse.builder().build();
  }

  @Override
  public DescribeConfigurationSetResponse describeConfigurationSet(
      DescribeConfigurationSetRequest request) {
    String name = configurationSet(request.configurationSetName());
    return DescribeConfigurationSetResponse.builder().configurationSet(c -> c.name(name)).build();
  }

  @Override
  public ListConfigurationSetsResponse listConfigurationSets(ListConfigurationSetsRequest request) {
    return ListConfigurationSetsResponse.builder()
        .configurationSets(
            store.configurationSets().keySet().stream()
                .map(name -> ConfigurationSet.builder().name(name).build())
                .toList())
        .build();
  }

  @Override
  public DeleteConfigurationSetResponse deleteConfigurationSet(
      DeleteConfigurationSetRequest request) {
    store.configurationSets().remove(configurationSet(request.configurationSetName()));
    return DeleteConfigurationSetResponse.builder().build();
  }

  @Override
  public void close() {
    store.clear();
  }

  private String configurationSet(@Nullable String name) {
    if (name == null || !store.configurationSets().containsKey(name)) {
      throw AwsError.of(
          ConfigurationSetDoesNotExistException.builder(),
          "ConfigurationSetDoesNotExist",
          400,
          "Configuration set <" + name + "> does not exist.");
    }
    return name;
  }

  private MailTemplate template(@Nullable String name) {
    return store
        .template(String.valueOf(name))
        .orElseThrow(() -> SesErrors.noTemplate(String.valueOf(name)));
  }

  private MailTemplate checked(@Nullable Template given) {
    if (given == null) {
      throw AwsError.of("ValidationError", 400, "The template must be specified.");
    }
    MailTemplate template =
        new MailTemplate(
            String.valueOf(given.templateName()),
            given.subjectPart(),
            given.textPart(),
            given.htmlPart(),
            aws.clock().instant());
    if (template.subject() == null || template.unsupportedTag() != null) {
      throw AwsError.of(
          InvalidTemplateException.builder(),
          "InvalidTemplate",
          400,
          template.subject() == null
              ? "The subject must be specified."
              : "The embedded SES renders {{name}} only, not " + template.unsupportedTag() + ".");
    }
    return template;
  }

  private static Mail mail(
      @Nullable String source,
      @Nullable Destination destination,
      List<String> replyTo,
      String subject,
      @Nullable String text,
      @Nullable String html) {
    Destination to = destination == null ? Destination.builder().build() : destination;
    return new Mail(
        String.valueOf(source),
        to.toAddresses(),
        to.ccAddresses(),
        to.bccAddresses(),
        replyTo,
        subject,
        text,
        html,
        Map.of());
  }
}
