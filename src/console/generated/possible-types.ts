
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AddSenderResult": [
      "AddSenderSuccess",
      "FileRejectedError",
      "IdempotencyConflictError",
      "InvalidInputError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "SaveFailedError",
      "SenderExistsError",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError"
    ],
    "CancelImportResult": [
      "ImportJobSuccess",
      "InvalidInputError",
      "UpstreamUnavailableError"
    ],
    "ChangeSenderResult": [
      "ChangeSenderSuccess",
      "FileRejectedError",
      "InvalidInputError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "SaveFailedError",
      "SenderNotFoundError",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError"
    ],
    "DeleteSenderResult": [
      "DeleteSenderSuccess",
      "InvalidInputError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "SaveFailedError",
      "SenderNotFoundError",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError"
    ],
    "ImportSendersResult": [
      "IdempotencyConflictError",
      "ImportSendersSuccess",
      "InvalidInputError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError"
    ],
    "Node": [
      "Sender",
      "SenderFile"
    ],
    "PauseImportResult": [
      "ImportJobSuccess",
      "InvalidInputError",
      "UpstreamUnavailableError"
    ],
    "ResumeImportResult": [
      "ImportJobSuccess",
      "InvalidInputError",
      "UpstreamUnavailableError"
    ],
    "ResumeWebhookResult": [
      "InvalidInputError",
      "ResumeWebhookSuccess",
      "UpstreamUnavailableError"
    ],
    "SendVerificationCodeResult": [
      "CodeAlreadySentError",
      "CodeUndeliverableError",
      "InvalidInputError",
      "InvalidNumberError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "SendVerificationCodeSuccess",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError"
    ],
    "UserError": [
      "CodeAlreadySentError",
      "CodeUndeliverableError",
      "FileRejectedError",
      "IdempotencyConflictError",
      "InvalidInputError",
      "InvalidNumberError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "SaveFailedError",
      "SenderExistsError",
      "SenderNotFoundError",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError",
      "WrongCodeError"
    ],
    "VerifySenderResult": [
      "InvalidInputError",
      "InvalidNumberError",
      "IpBlockedError",
      "OutcomeUnknownError",
      "RateLimitedError",
      "SenderNotFoundError",
      "UnknownUpstreamError",
      "UpstreamAuthorizationError",
      "UpstreamUnavailableError",
      "VerifySenderSuccess",
      "WrongCodeError"
    ]
  }
};
      export default result;
    