"""What each role gets from each URL: the expectations of `test_permissions`, a line for each.

name, arguments (``-`` for none; ``@role`` is a number of `permission_world`), and the answers for: anonymous, logged in
without a role, contributor, innovation leader, unit leader, partner representative, reader, administrator. One answer
alone holds for all. The roles are in the faculty `fak` of the university `uni`, the partner's in municipality `komm`.

login: sent to the login page. 403: refused, with a reason. 404: not there. 405: not by this method. 422 and 200 after
POST without data: the form again, with what is missing.
"""

GET = """
# For machines                                                          anon  none  contr innov unitl partn reader admin
live                                 -                                   200
ready                                -                                   200
metrics                              -                                   404
oai                                  -                                   200
calendar_feed                        secret=wrong                        404

# The API: each column is a token of the user's, with all scopes        anon  none  contr innov unitl partn reader admin
api_document                         -                                   200
api_page                             -                                   200
api:api-root                         -                                   404
api:me                               -                                   200
api:my_work                          -                                   401   200   200   200   200   200   200   200
api:search                           -                                   200
api:completions                      -                                   400
api:entry_list                       -                                   200
api:entry_new                        -                                   200
api:entry                            public_id=open2222                  200
api:entry                            public_id=unit2222                  403   403   200   200   200   403   200   200
api:entry                            public_id=draft222                  403   403   403   200   403   403   403   200
api:entry_change                     public_id=draft222                  403   403   403   200   403   403   403   200
api:entry_step                       public_id=draft222                  405
api:entry_history                    public_id=open2222                  403   403   403   200   403   200   403   200
api:entry_history                    public_id=unit2222                  403   403   403   200   403   403   403   200
api:entry_history                    public_id=draft222                  403   403   403   200   403   403   403   200
api:contribution_new                 public_id=draft222                  405
api:contribution_change              public_id=draft222,pk=1             405
api:contribution_gone                public_id=draft222,pk=1             405
api:participation_new                public_id=draft222                  405
api:participation_change             public_id=draft222,pk=1             405
api:participation_gone               public_id=draft222,pk=1             405
api:reading_new                      public_id=draft222                  405
api:reading_corrected                public_id=draft222,pk=1             405
api:evidence_new                     public_id=draft222                  405
api:evidence_file_new                public_id=draft222                  405
api:evidence_change                  public_id=draft222,evidence=secret22 405
api:evidence_file                    public_id=open2222,evidence=proof222 200
api:evidence_file                    public_id=open2222,evidence=secret22 403   403   403   200   403   403   403   200
api:evidence_gone                    public_id=draft222,evidence=secret22 405
api:identifier_new               public_id=draft222                  405
api:identifier_gone              public_id=draft222,pk=1             405
api:relation_new                     public_id=draft222                  405
api:relation_gone                    public_id=draft222,pk=1             405
api:register_list                    -                                   200
api:register                         code=reg                            200
api:organisation_list                -                                   200
api:organisation_new                 -                                   200
api:organisation                     code=komm                           200
api:organisation_change              code=komm                           200
api:size_figures                     code=komm                           200
api:size_figure_new                  code=komm                           200
api:organisation_units               code=uni                            200
api:organisation_people              code=uni                            401   403   403   200   200   403   403   200
api:unit_new                         code=uni                            200
api:unit                             code=inst                           200
api:unit_change                      code=inst                           200
api:unit_move                        code=inst                           405
api:person_list                      -                                   200
api:person_new                       -                                   200
api:person                           public_id=person22                  200
api:person_change                    public_id=person22                  200
api:affiliation_new                  public_id=person22                  405
api:affiliation_change               public_id=person22,pk=@affiliation  405
api:role_list                        -                                   401   403   403   200   200   200   403   200
api:role                             pk=@role                            401   403   403   200   200   403   403   200
api:invitation_list                  -                                   401   403   403   200   200   200   403   200
api:privacy                          -                                   200
api:my_data                          -                                   401   200   200   200   200   200   200   200
api:limits                       -                                   401   403   403   403   403   403   403   200
api:look_new                     public_id=person22                  405
api:look                         pk=@access                          401   403   403   403   403   403   403   200
api:my_proposals                 -                                   401   200   200   200   200   200   200   200
api:my_requests                      -                                   401   200   200   200   200   200   200   200
api:request_list                     -                                   401   403   403   200   200   200   403   200
api:data_request                     public_id=request2                  401   403   403   403   403   403   403   200
api:region_list                      -                                   200
api:county_list                      -                                   200
api:municipality_list                -                                   200
api:municipality                     number=0000                         404
api:vocabulary_list                  -                                   200
api:vocabulary                       code=kinds                          200
api:scale_list                       -                                   200
api:scale                            code=trl                            200
api:register_settings                code=reg                            401   403   403   200   403   403   403   200
api:register_versions                code=reg                            401   403   403   200   403   403   403   200
api:register_profile_change          code=reg                            401   400   400   400   400   400   400   400
api:register_words                   code=reg,kind=effects               401   403   403   200   403   403   403   200
api:profile_list                     -                                   401   403   403   200   403   403   403   200
api:profile                          code=free                           401   403   403   200   403   403   403   200
api:profile_versions                 code=free                           401   403   403   200   403   403   403   200
api:import_list                      code=reg                            401   403   403   200   403   403   403   200
api:import_job                       public_id=import22                  401   403   403   200   403   403   403   200
api:import_rows                      public_id=import22                  401   403   403   200   403   403   403   200
api:round_list                       code=reg                            401   403   200   200   200   403   200   200
api:update_round                     public_id=round222                  401   403   200   200   200   403   200   200
api:update_round                     public_id=planned2                  401   403   200   200   200   403   200   200
api:round_items                      public_id=round222                  401   403   200   200   200   403   200   200
api:round_content                    public_id=round222                  401   403   403   404   404   403   403   404
api:entry_rounds                     public_id=open2222                  401   403   200   200   200   403   200   200
api:entry_assessments                public_id=open2222                  401   403   403   200   403   403   403   200
api:assessment_matrix                code=reg                            401   403   403   200   403   403   403   200
api:assessment_results               code=reg                            401   403   403   200   403   403   403   200
api:call_list                        code=reg                            401   403   403   200   403   403   403   200
api:call                             public_id=call2222                  401   403   200   200   403   403   403   200
api:call_results                     public_id=call2222                  401   403   200   200   403   403   403   200
api:call_assessments                 public_id=call2222                  401   403   200   200   403   403   403   200
api:review_list                      code=reg                            401   403   403   200   403   403   403   200
api:review                           public_id=meet2222                  401   403   403   200   200   403   403   200
api:review                           public_id=closed22                  401   403   403   200   403   403   403   200
api:review_minutes                   public_id=meet2222                  401   403   403   200   200   403   403   200
api:review_minutes                   public_id=closed22                  401   403   403   200   403   403   403   200
api:work_plan_list                   code=reg                            401   403   200   200   200   403   200   200
api:work_plan                        code=reg,year=2026                  401   403   200   200   200   403   200   200
api:register_carried_on          code=reg                            401   403   403   200   403   403   403   200
api:register_effects                 code=reg                            200
api:unit_effects                     code=inst                           200
api:centre_list                      -                                   200
api:centre                           code=senter                         200
api:centre                           code=lukket                         403   403   403   200   200   403   403   200
api:study                            public_id=study222                  200
api:milestone_report             public_id=midway22                  404
api:initiative_list                  -                                   200
api:initiative                       code=satsing                        200
api:recommendation_list              -                                   200
api:recommendation                   public_id=advice22                  403   403   200   200   200   403   200   200
api:register_reports                 code=reg                            200
api:unit_reports                     code=inst                           200
api:report                           public_id=shown222                  200
api:report                           public_id=report22                  403   403   403   200   403   403   403   200
api:report_content                   public_id=shown222                  200
api:report_content                   public_id=report22                  403   403   403   200   403   403   403   200
api:report_file                  public_id=shown222,form=json        200
api:report_file                  public_id=report22,form=json        403   403   403   200   403   403   403   200
api:report_file                  public_id=shown222,form=docx        404
api:report_difference                public_id=shown222                  200
api:report_difference                public_id=report22                  403   403   403   200   403   403   403   200
api:case                             public_id=open2222                  404
api:case                             public_id=case2222                  403   403   403   200   403   403   403   200
api:case_readings                    public_id=open2222                  401   404   404   404   404   404   404   404
api:case_readings                    public_id=case2222                  401   403   403   200   403   403   403   200
api:my_readings                  -                                   401   200   200   200   200   200   200   200
api:case_reading                 public_id=review22                  401   403   403   403   403   200   403   403
api:entry_stories                    public_id=unit2222                  403   403   200   200   200   403   200   200
api:entry_shown                      public_id=unit2222                  403   403   200   200   200   403   200   200
api:channel_list                     -                                   200
api:shown_list                       -                                   200
api:story_list                       -                                   200

# Accounts                                                              anon  none  contr innov unitl partn reader admin
accounts:account                     -                                   302
accounts:profile                     -                                   login 200   200   200   200   200   200   200
accounts:calendar                    -                                   login 200   200   200   200   200   200   200
accounts:reminders_off               token=wrong                         404
accounts:tokens                      -                                   login 200   200   200   200   200   200   200
accounts:token_revoke                pk=0                                405
account_login                        -                                   200   302   302   302   302   302   302   302
account_logout                       -                                   302   200   200   200   200   200   200   200
account_inactive                     -                                   200
account_signup                       -                                   200   302   302   302   302   302   302   302
account_reauthenticate               -                                   login 200   200   200   200   200   200   200
account_email                        -                                   login 200   200   200   200   200   200   200
account_email_verification_sent      -                                   200
account_confirm_email                key=x                               200
account_change_password              -                                   login 200   200   200   200   200   200   200
account_set_password                 -                                   login 302   302   302   302   302   302   302
account_reset_password               -                                   200
account_reset_password_done          -                                   200
account_reset_password_from_key      uidb36=1,key=x-y                    200
account_reset_password_from_key_done -                                   200
mfa_index                            -                                   login 200   200   200   200   200   200   200
mfa_authenticate                     -                                   302
mfa_activate_totp                    -                                   login 302   302   302   302   302   302   302
mfa_deactivate_totp                  -                                   login 302   302   302   302   302   302   302
mfa_view_recovery_codes              -                                   login 302   302   302   302   302   302   302
mfa_generate_recovery_codes          -                                   login 302   302   302   302   302   302   302
mfa_download_recovery_codes          -                                   login 302   302   302   302   302   302   302
mfa_list_webauthn                    -                                   302
mfa_add_webauthn                     -                                   login 302   302   302   302   302   302   302
mfa_edit_webauthn                    pk=0                                login 302   302   302   302   302   302   302
mfa_remove_webauthn                  pk=0                                login 302   302   302   302   302   302   302
mfa_login_webauthn                   -                                   302
mfa_reauthenticate                   -                                   login 302   302   302   302   302   302   302
mfa_reauthenticate_webauthn          -                                   login 302   302   302   302   302   302   302
socialaccount_connections            -                                   login 200   200   200   200   200   200   200
socialaccount_signup                 -                                   302
openid_connect_login                 provider_id=feide                   404
openid_connect_callback              provider_id=feide                   404
usersessions_list                    -                                   login 200   200   200   200   200   200   200

# Workspace                                                             anon  none  contr innov unitl partn reader admin
workspace:my_work                    -                                   login 200   200   200   200   200   200   200
workspace:my_entries                 -                                   login 200   200   200   200   200   200   200
workspace:queue                      -                                   login 403   403   200   403   403   403   200
workspace:entry_new                  -                                   login 403   200   200   200   200   403   200
workspace:entry_edit                 public_id=open2222                  login 403   403   200   403   200   403   200
workspace:entry_edit                 public_id=unit2222                  login 403   403   200   403   403   403   200
workspace:entry_edit                 public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_autosave             public_id=draft222                  405
workspace:entry_discard              public_id=draft222                  405
workspace:entry_fields               public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_parts                public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_parts_search         public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_readiness            public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_evidence             public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_relations            public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_effects              public_id=draft222                  login 403   403   200   403   403   403   200
workspace:case                       public_id=case2222          login 403   403   200   403   403   403   200
workspace:case_sources               public_id=case2222          login 403   403   200   403   403   403   200
workspace:case_review                public_id=case2222          login 403   403   200   403   403   403   200
workspace:entry_stories              public_id=draft222          login 403   403   200   403   403   403   200
workspace:story                      public_id=draft222,story_id=story222 login 403   403   200   403   403   403   200
workspace:entry_channels             public_id=draft222          login 403   403   200   403   403   403   200
workspace:case_read                  public_id=review22          login 403   403   403   403   200   403   403
workspace:case_autosave              public_id=case2222,form=case 405
workspace:kept_form                  form=centre,thing=senter           405
workspace:carried_on_seen            source=reg,target=reg              405
workspace:kept_form_discard          form=centre,thing=senter           405
workspace:case_discard               public_id=case2222,form=case 405
workspace:story_autosave             public_id=draft222,story_id=story222 405
workspace:channel_list               -                           login 403   403   403   403   403   403   200
workspace:export_channels            form=csv                            login 403   403   403   403   403   403   200
workspace:channel_new                -                           login 403   403   403   403   403   403   200
workspace:channel_edit               code=kanal                  login 403   403   403   403   403   403   200
workspace:entry_progress             public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_register             public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_identifiers          public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_history              public_id=open2222                  login 403   403   200   403   200   403   200
workspace:export_history             public_id=open2222,form=csv         login 403   403   200   403   200   403   200
workspace:entry_history              public_id=unit2222                  login 403   403   200   403   403   403   200
workspace:export_history             public_id=unit2222,form=csv         login 403   403   200   403   403   403   200
workspace:entry_history              public_id=draft222                  login 403   403   200   403   403   403   200
workspace:export_history             public_id=draft222,form=csv         login 403   403   200   403   403   403   200
workspace:entry_answer               public_id=draft222                  login 403   403   403   403   403   403   403
workspace:entry_step                 public_id=draft222,action=submit    login 403   403   200   403   403   403   200
workspace:register_new               -                                   login 403   403   200   403   403   403   200
workspace:register_edit              code=reg                            login 403   403   200   403   403   403   200
workspace:register_profile           code=reg                            login 403   403   200   403   403   403   200
workspace:register_words             code=reg                            login 403   403   200   403   403   403   200
workspace:register_carry_on          code=reg                            login 403   403   200   403   403   403   200
workspace:profile_list               -                                   login 403   403   403   403   403   403   200
workspace:export_profiles            form=csv                            login 403   403   403   403   403   403   200
workspace:profile_new                -                                   login 403   403   403   403   403   403   200
workspace:profile_edit               code=free                           login 403   403   403   403   403   403   200
workspace:entry_rounds               public_id=open2222                  login 403   200   200   200   403   200   200
workspace:entry_rounds               public_id=unit2222                  login 403   200   200   200   403   200   200
workspace:entry_rounds               public_id=draft222                  login 403   403   200   403   403   403   200
workspace:register_year              code=reg                            login 403   200   200   200   403   200   200
workspace:export_rounds              code=reg,form=csv                   login 403   200   200   200   403   200   200
workspace:round_matrix               code=reg                            login 403   200   200   200   403   200   200
workspace:export_matrix              code=reg,form=csv                   login 403   200   200   200   403   200   200
workspace:round_mine                 public_id=round222                  login 403   200   200   200   403   200   200
workspace:round_mine                 public_id=planned2                  login 404   404   404   404   404   404   404
workspace:round_keep                 public_id=round222                  405
workspace:round_new                  code=reg                            login 403   403   200   403   403   403   200
workspace:round_overview             code=reg,public_id=round222         login 403   403   200   200   403   403   200
workspace:export_round               code=reg,public_id=round222,form=csv login 403   403   200   200   403   403   200
workspace:round_change               code=reg,public_id=round222         login 403   403   200   403   403   403   200
workspace:round_hand_over            code=reg,public_id=round222         login 403   403   200   403   403   403   200
workspace:round_content              code=reg,public_id=round222         login 403   403   404   404   403   403   404
workspace:round_act                  code=reg,public_id=round222,word=lukk 405
workspace:recommendations            -                                   login 200   200   200   200   200   200   200
workspace:export_recommendations     form=csv                            login 200   200   200   200   200   200   200
workspace:recommendation_new         -                                   login 403   403   200   200   200   403   200
workspace:recommendation             public_id=advice22                  login 403   200   200   200   403   200   200
workspace:recommendation_edit        public_id=advice22                  login 403   403   200   200   403   403   200
workspace:centres                    -                                   login 200   200   200   200   200   200   200
workspace:export_centres             form=csv                            login 200   200   200   200   200   200   200
workspace:export_initiatives         form=csv                            login 200   200   200   200   200   200   200
workspace:centre_new                 -                                   login 403   403   200   200   200   403   200
workspace:centre_edit                code=senter                         login 403   403   200   200   403   403   200
workspace:centre_parts               code=senter,part=partnere           login 403   403   200   200   403   403   200
workspace:export_centre_parts        code=senter,part=partnere,form=csv  login 403   403   200   200   403   403   200
workspace:export_centre_parts        code=senter,part=ledere,form=csv    login 403   403   404   404   403   403   404
workspace:centre_milestones          code=senter                         login 403   403   200   200   403   403   200
workspace:export_milestones          code=senter,form=csv                login 403   403   200   200   403   403   200
workspace:centre_studies             code=senter                         login 403   403   200   200   403   403   200
workspace:export_studies             code=senter,form=csv                login 403   403   200   200   403   403   200
workspace:self_check                 code=senter                         login 403   403   200   200   403   403   200
workspace:milestone                  public_id=midway22                  login 403   403   200   200   403   403   200
workspace:study_new                  -                                   login 403   403   200   200   403   403   200
workspace:study                      public_id=study222                  login 403   403   200   200   403   403   200
workspace:initiative_new             -                                   login 403   403   200   200   200   403   200
workspace:initiative_edit            code=satsing                        login 403   403   200   200   403   403   200
workspace:initiative_parts           code=satsing,part=ledere            login 403   403   200   200   403   403   200
workspace:export_initiative_parts    code=satsing,part=ledere,form=csv   login 403   403   200   200   403   403   200
workspace:initiative_milestones      code=satsing                        login 403   403   200   200   403   403   200
workspace:export_initiative_milestones code=satsing,form=csv               login 403   403   200   200   403   403   200
workspace:import_list                code=reg                            login 403   403   200   403   403   403   200
workspace:export_imports             code=reg,form=csv                   login 403   403   200   403   403   403   200
workspace:import_new                 code=reg                            login 403   403   200   403   403   403   200
workspace:import_job                 public_id=import22                  login 403   403   302   403   403   403   302
workspace:import_match               public_id=import22                  login 403   403   200   403   403   403   200
workspace:import_sheet               public_id=import22                  login 405   405   405   405   405   405   405
workspace:import_progress            public_id=import22                  login 403   403   200   403   403   403   200
workspace:import_faulty              public_id=import22                  login 403   403   302   403   403   403   302
workspace:import_mend                public_id=import22                  login 405   405   405   405   405   405   405
workspace:import_decide              public_id=import22                  login 405   405   405   405   405   405   405
workspace:import_confirm             public_id=import22                  login 405   405   405   405   405   405   405
workspace:import_cancel              public_id=import22                  login 405   405   405   405   405   405   405
workspace:import_retry               public_id=import22                  login 405   405   405   405   405   405   405
workspace:reports                    code=reg                            login 403   403   200   403   403   403   200
workspace:export_reports             code=reg,form=csv                   login 403   403   200   403   403   403   200
workspace:unit_reports               code=inst                           login 403   403   200   403   403   403   200
workspace:export_unit_reports        code=inst,form=csv                  login 403   403   200   403   403   403   200
workspace:edition                    public_id=report22                  login 403   403   200   403   403   403   200
workspace:edition_progress           public_id=report22                  login 403   403   302   403   403   403   302
workspace:edition_act                public_id=report22,word=publiser    login 405   405   405   405   405   405   405
workspace:party_sheet_organisations  -                                   login 403   403   200   200   200   403   200
workspace:party_sheet_units          -                                   login 403   403   200   200   200   403   200
workspace:party_sheet_people         -                                   login 403   403   200   200   200   403   200
workspace:party_sheet                public_id=list2222                  login 403   403   403   403   403   403   200
workspace:party_sheet_take_in        public_id=list2222                  login 405   405   405   405   405   405   405
workspace:party_sheet_look_again     public_id=list2222                  login 405   405   405   405   405   405   405
workspace:party_sheet_put_away       public_id=list2222                  login 405   405   405   405   405   405   405
workspace:parties                    -                                   login 403   403   200   200   200   403   200
workspace:organisation_new           -                                   login 403   403   200   403   403   403   200
workspace:organisation_edit          code=komm                           login 403   403   403   403   200   403   200
workspace:organisation_edit          code=uni                            login 403   403   403   403   403   403   200
workspace:organisation_figures       code=komm                           login 403   403   403   403   200   403   200
workspace:export_organisation_figures code=komm,form=csv                  login 403   403   403   403   200   403   200
workspace:organisation_figures       code=uni                            login 403   403   403   403   403   403   200
workspace:export_organisation_figures code=uni,form=csv                   login 403   403   403   403   403   403   200
workspace:organisation_units         code=komm                           login 403   403   403   403   200   403   200
workspace:organisation_units         code=uni                            login 403   403   200   200   403   403   200
workspace:unit_new                   code=uni                            login 403   403   403   403   403   403   200
workspace:organisation_people        code=komm                           login 403   403   403   403   200   403   200
workspace:organisation_people        code=uni                            login 403   403   200   200   403   403   200
workspace:unit_edit                  code=inst                           login 403   403   200   200   403   403   200
workspace:unit_edit                  code=annet                          login 403   403   403   403   403   403   200
workspace:unit_move                  code=inst                           login 403   403   200   200   403   403   200
workspace:unit_reorganise            code=inst                           login 403   403   200   200   403   403   200
workspace:person_new                 -                                   login 403   403   200   200   200   403   200
workspace:person_claim               -                                   login 200   200   200   200   200   200   200
workspace:proposals                  -                                   login 200   200   200   200   200   200   200
workspace:person_edit                public_id=person22                  login 403   403   200   200   403   403   200
workspace:affiliation_new            public_id=person22                  login 403   403   200   200   200   403   200
workspace:affiliation_edit           public_id=person22,pk=@affiliation  login 403   403   200   200   403   403   200
workspace:person_merge               public_id=person22                  login 403   403   403   403   403   403   200
workspace:person_link                public_id=person22                  login 403   403   403   403   403   403   200
workspace:roles                      -                                   login 403   403   200   200   200   403   200
workspace:role                       pk=@role                            login 403   403   200   200   403   403   200
workspace:invite                     -                                   login 403   403   200   200   200   403   200
workspace:invitation_resend          pk=@invitation                      login 405   405   405   405   405   405   405
workspace:invitation_withdraw        pk=@invitation                      login 405   405   405   405   405   405   405
workspace:export_my_entries          form=csv                            login 200   200   200   200   200   200   200
workspace:export_queue               form=csv                            login 403   403   200   403   403   403   200
workspace:export_parties             form=csv                            login 403   403   200   200   200   403   200
workspace:export_members             code=komm,form=csv                  login 403   403   403   403   200   403   200
workspace:export_members             code=uni,form=csv                   login 403   403   200   200   403   403   200
workspace:export_roles               form=csv                            login 403   403   200   200   200   403   200
workspace:export_invitations         form=csv                            login 403   403   200   200   200   403   200
workspace:export_import              public_id=import22,form=csv         login 403   403   200   403   403   403   200
workspace:invitation                 token=token                         200   403   403   403   403   403   403   403
workspace:my_data                    -                                   login 200   200   200   200   200   200   200
workspace:my_data_file               -                                   login 200   200   200   200   200   200   200
workspace:not_taken                  -                                   login 200   200   200   200   200   200   200
workspace:my_data_ask                kind=restrict                       login 200   200   200   200   200   200   200
workspace:my_data_ask                kind=erase                          login 302   302   302   302   302   302   302
workspace:my_data_ask                kind=copy                           login 404   404   404   404   404   404   404
workspace:account_delete             -                                   login 302   302   302   302   302   302   302
workspace:data_requests              -                                   login 403   403   200   200   200   403   200
workspace:export_data_requests       form=csv                            login 403   403   200   200   200   403   200
workspace:data_rules                 -                                   login 403   403   403   403   403   403   200
workspace:data_request               public_id=request2                  login 403   403   403   403   403   403   200
workspace:person_data_ask            public_id=person22                  login 403   403   200   200   403   403   200
workspace:person_data_look           public_id=person22                  login 403   403   403   403   403   403   200
workspace:person_data                pk=@access                          login 403   403   403   403   403   403   200
workspace:person_data_file           pk=@access                          login 403   403   403   403   403   403   200

# Public pages                                                          anon  none  contr innov unitl partn reader admin
website:home                         -                                   200
website:search                       -                                   200
website:search_suggestions           -                                   200
website:entry_list                   -                                   200
website:entry                        public_id=open2222                  301
website:entry                        public_id=open2222,slug=apen        200
website:entry                        public_id=unit2222,slug=for-enheten 403   403   200   200   200   403   200   200
website:entry                        public_id=draft222,slug=utkast      403   403   403   200   403   403   403   200
website:evidence_file                public_id=proof222                  200
website:evidence_file                public_id=secret22                  403   403   403   200   403   403   403   200
website:register_list                -                                   200
website:register                     code=reg                            200
website:register_reports             code=reg                            200
website:export_register_reports      code=reg,form=csv                   200
website:unit_reports                 code=inst                           200
website:export_unit_people           code=inst,form=csv                  200
website:export_unit_reports          code=inst,form=csv                  200
website:report                       public_id=shown222                  200
website:report                       public_id=report22                  403   403   403   200   403   403   403   200
website:report_file                  public_id=shown222,form=json        200
website:report_file                  public_id=report22,form=json        403   403   403   200   403   403   403   200
website:report_list                  public_id=shown222,number=1,line=1  200
website:export_counted               public_id=shown222,number=1,line=1,form=csv 200
website:report_list                  public_id=report22,number=1,line=1  403   403   403   200   403   403   403   200
website:export_counted               public_id=report22,number=1,line=1,form=csv 403 403 403 200 403 403 403 200
website:report_difference            public_id=shown222                  200
website:report_difference            public_id=report22                  403   403   403   200   403   403   403   200
website:report_check                 public_id=shown222                  200
website:report_check                 public_id=report22                  403   403   403   200   403   403   403   200
website:register_effects             code=reg                            200
website:case_pdf                     public_id=case2222          403   403   403   200   403   403   403   200
website:case_pdf                     public_id=open2222          404
website:channels                     -                           200
website:shown                        -                           200
website:stories                      -                           200
website:export_stories               form=csv                            200
website:export_channels              form=csv                            200
website:export_shown                 form=csv                    200
website:story_feed                   -                           200
website:report_feed                  -                           200
website:environments                 -                                   200
website:centre_list                  -                                   200
website:centre                       code=senter                         200
website:centre                       code=lukket                         403   403   403   200   200   403   403   200
website:export_centres               form=csv                            200
website:milestone_report             public_id=midway22                  404
website:study                        public_id=study222                  200
website:initiative_list              -                                   200
website:initiative                   code=satsing                        200
website:export_initiatives           form=csv                            200
website:export_leaders               code=satsing,form=csv               200
website:recommendation               public_id=advice22                  403   403   200   200   200   403   200   200
website:unit                         code=inst                           200
website:unit_effects                 code=inst                           200
website:person                       public_id=person22                  200
website:person_file                  public_id=person22,form=bibtex      200
website:person_file                  public_id=person22,form=dublin-core 404
website:entry_file                   public_id=open2222,form=bibtex      200
website:entry_file                   public_id=open2222,form=cerif       200
website:entry_file                   public_id=unit2222,form=orcid-xml   403   403   200   200   200   403   200   200
website:entry_file                   public_id=draft222,form=dublin-core 403   403   403   200   403   403   403   200
website:entry_file                   public_id=open2222,form=marc21      404
website:organisation_list            -                                   200
website:organisation                 code=komm                           200
website:glossary                     -                                   200
website:export_entries               form=xlsx                           200
website:export_entries               form=pdf                            404
website:export_registers             form=csv                            200
website:export_units                 form=csv                            200
website:export_register_effects      code=reg,form=csv                   200
website:export_unit_effects          code=inst,form=csv                  200
website:export_people                form=csv                            200
website:export_organisations         form=csv                            200
website:export_figures               form=json                           200
website:export_words                 form=csv                            200
website:export_codes                 form=csv                            200
website:feed                         -                                   200
robots                               -                                   200
sitemap                              -                                   200
sitemap_part                         name=sider                          200
sitemap_part                         name=oppforinger-999                404
website:privacy                      -                                   200
website:about                        -                                   200

# Assessments, reviews and work plans                                   anon  none  contr innov unitl partn reader admin
workspace:entry_assessments          public_id=open2222                  login 403   403   200   403   403   403   200
workspace:register_assessment        code=reg                            login 403   403   200   403   403   403   200
workspace:export_results             code=reg,form=csv                   login 403   403   200   403   403   403   200
workspace:export_calls               code=reg,form=csv                   login 403   403   200   403   403   403   200
workspace:call_new                   code=reg                            login 403   403   200   403   403   403   200
workspace:assessment_call            public_id=call2222                  login 403   200   200   403   403   403   200
workspace:export_call                public_id=call2222,form=csv         login 403   200   200   403   403   403   200
workspace:call_assess                public_id=call2222,entry_id=open2222 login 403  200   403   403   403   403   403
workspace:call_draft                 public_id=call2222,entry_id=open2222 login 405  405   405   405   405   405   405
workspace:call_close                 public_id=call2222                  login 405   405   405   405   405   405   405
workspace:review_list                code=reg                            login 403   403   200   403   403   403   200
workspace:export_reviews             code=reg,form=csv                   login 403   403   200   403   403   403   200
workspace:review_new                 code=reg                            login 403   403   200   403   403   403   200
workspace:review                     public_id=meet2222                  login 403   403   200   200   403   403   200
workspace:review                     public_id=closed22                  login 403   403   200   403   403   403   200
workspace:review_item                public_id=meet2222,entry_id=open2222 login 403  403   200   200   403   403   200
workspace:review_minutes             public_id=meet2222                  login 403   403   200   200   403   403   200
workspace:review_pdf                 public_id=closed22                  login 403   403   200   403   403   403   200
workspace:export_review              public_id=closed22,form=csv         login 403   403   200   403   403   403   200
workspace:review_act                 public_id=meet2222,word=lukk        login 405   405   405   405   405   405   405
workspace:follow_up                  pk=@follow                          login 403   403   200   403   403   200   200
workspace:work_plan_now              code=reg                            login 403   302   302   302   403   302   302
workspace:work_plan                  code=reg,year=2026                  login 403   200   200   200   403   200   200
workspace:export_work_plan           code=reg,form=csv                    login 403   200   200   200   403   200   200
workspace:work_task                  pk=@task                            login 403   200   200   403   403   403   200
workspace:planned                    pk=@planned                         login 403   200   200   403   403   403   200
"""

# Posted without data: who gets as far as the form or the act.
POST = """
oai                                  -                                   200
# The API, sent {}: who comes so far that the body is looked at. Who may: tests/api/test_who_may_write.py
api:api-root                         -                                   404
mfa_download_recovery_codes          -                                   login 302   302   302   302   302   302   302
api:entry_list                       -                                   401   422   422   422   422   422   422   422
api:entry_new                        -                                   401   422   422   422   422   422   422   422
api:entry                            public_id=draft222                  405
api:entry_change                     public_id=draft222                  405
api:entry_step                       public_id=draft222                  401   422   422   422   422   422   422   422
api:contribution_new                 public_id=draft222                  401   403   403   422   403   403   403   422
api:contribution_change              public_id=draft222,pk=1             405
api:participation_new                public_id=draft222                  401   422   422   422   422   422   422   422
api:participation_new                public_id=open2222                  401   422   422   422   422   422   422   422
api:reading_new                      public_id=draft222                  401   422   422   422   422   422   422   422
api:reading_corrected                public_id=draft222,pk=1             401   422   422   422   422   422   422   422
api:evidence_new                     public_id=draft222                  401   422   422   422   422   422   422   422
api:evidence_file_new                public_id=draft222                  401   415   415   415   415   415   415   415
api:identifier_new               public_id=draft222                  401   422   422   422   422   422   422   422
api:relation_new                     public_id=draft222                  401   422   422   422   422   422   422   422
api:organisation_list                -                                   401   422   422   422   422   422   422   422
api:organisation_new                 -                                   401   422   422   422   422   422   422   422
api:size_figures                     code=komm                           401   422   422   422   422   422   422   422
api:size_figure_new                  code=komm                           401   422   422   422   422   422   422   422
api:organisation_units               code=uni                            401   422   422   422   422   422   422   422
api:unit_new                         code=uni                            401   422   422   422   422   422   422   422
api:unit_move                        code=inst                           401   422   422   422   422   422   422   422
api:look_new                     public_id=person22                  401   403   403   403   403   403   403   422
api:person_list                      -                                   401   422   422   422   422   422   422   422
api:person_new                       -                                   401   422   422   422   422   422   422   422
api:affiliation_new                  public_id=person22                  401   422   422   422   422   422   422   422

# Accounts                                                              anon  none  contr innov unitl partn reader admin
accounts:account                     -                                   405
accounts:profile                     -                                   login 200   200   200   200   200   200   200
accounts:calendar                    -                                   login 422   422   422   422   422   422   422
accounts:reminders_off               token=wrong                         404
accounts:tokens                      -                                   login 302   302   302   302   302   302   302
accounts:token_revoke                pk=0                                login 404   404   404   404   404   404   404
account_login                        -                                   200   302   302   302   302   302   302   302
account_logout                       -                                   302
account_signup                       -                                   200   302   302   302   302   302   302   302
account_reauthenticate               -                                   login 200   200   200   200   200   200   200
account_email                        -                                   login 302   302   302   302   302   302   302
account_confirm_email                key=x                               302
account_change_password              -                                   login 200   200   200   200   200   200   200
account_set_password                 -                                   login 302   302   302   302   302   302   302
account_reset_password               -                                   200
account_reset_password_from_key      uidb36=1,key=x-y                    200
mfa_list_webauthn                    -                                   302
mfa_authenticate                     -                                   302
mfa_activate_totp                    -                                   login 302   302   302   302   302   302   302
mfa_deactivate_totp                  -                                   login 302   302   302   302   302   302   302
mfa_generate_recovery_codes          -                                   login 302   302   302   302   302   302   302
mfa_add_webauthn                     -                                   login 302   302   302   302   302   302   302
mfa_edit_webauthn                    pk=0                                login 302   302   302   302   302   302   302
mfa_remove_webauthn                  pk=0                                login 302   302   302   302   302   302   302
mfa_login_webauthn                   -                                   302
mfa_reauthenticate                   -                                   login 302   302   302   302   302   302   302
mfa_reauthenticate_webauthn          -                                   login 302   302   302   302   302   302   302
socialaccount_connections            -                                   login 200   200   200   200   200   200   200
socialaccount_signup                 -                                   302
openid_connect_login                 provider_id=feide                   404
usersessions_list                    -                                   login 302   302   302   302   302   302   302

# Workspace                                                             anon  none  contr innov unitl partn reader admin
workspace:queue                      -                                   login 403   403   404   403   403   403   404
workspace:entry_new                  -                                   login 403   200   200   200   200   403   200
workspace:entry_edit                 public_id=open2222                  login 403   403   422   403   403   403   422
workspace:entry_edit                 public_id=unit2222                  login 403   403   422   403   403   403   422
workspace:entry_edit                 public_id=draft222                  login 403   403   422   403   403   403   422
workspace:entry_autosave             public_id=draft222                  login 403   403   422   403   403   403   422
workspace:entry_discard              public_id=draft222                  login 403   403   302   403   403   403   302
workspace:entry_parts                public_id=draft222                  login 403   403   302   403   403   403   302
workspace:entry_readiness            public_id=draft222                  login 403   403   422   403   403   403   422
workspace:entry_evidence             public_id=draft222                  login 403   403   302   403   403   403   302
workspace:entry_relations            public_id=draft222                  login 403   403   404   403   403   403   404
workspace:entry_effects              public_id=draft222                  login 403   403   200   403   403   403   200
workspace:case                       public_id=case2222          login 403   403   422   403   403   403   422
workspace:case_sources               public_id=case2222          login 403   403   409   403   403   403   409
workspace:case_review                public_id=case2222          login 403   403   200   403   403   403   200
workspace:entry_stories              public_id=draft222          login 403   403   422   403   403   403   422
workspace:story                      public_id=draft222,story_id=story222 login 403   403   422   403   403   403   422
workspace:entry_channels             public_id=draft222          login 403   403   200   403   403   403   200
workspace:case_read                  public_id=review22          login 403   403   403   403   422   403   403
workspace:kept_form                  form=centre,thing=senter           login 200   200   200   200   200   200   200
workspace:carried_on_seen            source=reg,target=reg              login 302   302   302   302   302   302   302
workspace:kept_form_discard          form=centre,thing=senter           login 302   302   302   302   302   302   302
workspace:case_autosave              public_id=case2222,form=case login 403   403   200   403   403   403   200
workspace:case_discard               public_id=case2222,form=case login 403   403   302   403   403   403   302
workspace:story_autosave             public_id=draft222,story_id=story222 login 403   403   200   403   403   403   200
workspace:channel_new                -                           login 403   403   403   403   403   403   422
workspace:channel_edit               code=kanal                  login 403   403   403   403   403   403   422
workspace:entry_progress             public_id=draft222                  login 403   403   200   403   403   403   200
workspace:entry_register             public_id=draft222                  login 403   403   302   403   403   403   302
workspace:entry_identifiers          public_id=draft222                  login 403   403   422   403   403   403   422
workspace:entry_answer               public_id=draft222                  login 403   403   403   403   403   403   403
workspace:entry_step                 public_id=draft222,action=submit    login 403   403   422   403   403   403   422
workspace:register_new               -                                   login 403   403   200   403   403   403   200
workspace:register_edit              code=reg                            login 403   403   200   403   403   403   200
workspace:register_profile           code=reg                            login 403   403   422   403   403   403   422
workspace:register_words             code=reg                            login 403   403   200   403   403   403   200
workspace:register_carry_on          code=reg                            login 403   403   200   403   403   403   200
workspace:profile_new                -                                   login 403   403   403   403   403   403   200
workspace:profile_edit               code=free                           login 403   403   403   403   403   403   200
workspace:round_mine                 public_id=round222                  login 404   404   404   404   404   404   404
workspace:round_keep                 public_id=round222                  login 404   404   404   404   404   404   404
workspace:round_new                  code=reg                            login 403   403   422   403   403   403   422
workspace:round_change               code=reg,public_id=round222         login 403   403   422   403   403   403   422
workspace:round_hand_over            code=reg,public_id=round222         login 403   403   422   403   403   403   422
workspace:round_act                  code=reg,public_id=round222,word=lukk login 403 403  302   403   403   403   302
workspace:round_act                  code=reg,public_id=planned2,word=fjern login 403 403 302   403   403   403   302
workspace:party_sheet_organisations  -                                   login 403   403   422   422   422   403   422
workspace:party_sheet_units          -                                   login 403   403   422   422   422   403   422
workspace:party_sheet_people         -                                   login 403   403   422   422   422   403   422
workspace:party_sheet_take_in        public_id=list2222                  login 403   403   403   403   403   403   302
workspace:party_sheet_look_again     public_id=list2222                  login 403   403   403   403   403   403   302
workspace:party_sheet_put_away       public_id=list2222                  login 403   403   403   403   403   403   302
workspace:import_new                 code=reg                            login 403   403   422   403   403   403   422
workspace:import_match               public_id=import22                  login 403   403   422   403   403   403   422
workspace:import_sheet               public_id=import22                  login 403   403   422   403   403   403   422
workspace:import_mend                public_id=import22                  login 403   403   302   403   403   403   302
workspace:import_decide              public_id=import22                  login 403   403   302   403   403   403   302
workspace:import_confirm             public_id=import22                  login 403   403   302   403   403   403   302
workspace:import_cancel              public_id=import22                  login 403   403   302   403   403   403   302
workspace:import_retry               public_id=import22                  login 403   403   302   403   403   403   302
workspace:recommendation_new         -                                   login 403   403   200   200   200   403   200
workspace:recommendation             public_id=advice22                  login 403   302   302   302   403   302   302
workspace:recommendation_edit        public_id=advice22                  login 403   403   200   200   403   403   200
workspace:centre_new                 -                                   login 403   403   200   200   200   403   200
workspace:centre_edit                code=senter                         login 403   403   200   200   403   403   200
workspace:centre_parts               code=senter,part=partnere           login 403   403   302   302   403   403   302
workspace:centre_milestones          code=senter                         login 403   403   200   200   403   403   200
workspace:self_check                 code=senter                         login 403   403   200   200   403   403   200
workspace:milestone                  public_id=midway22                  login 403   403   200   200   403   403   200
workspace:study_new                  -                                   login 403   403   200   200   403   403   200
workspace:study                      public_id=study222                  login 403   403   422   422   403   403   422
workspace:initiative_new             -                                   login 403   403   200   200   200   403   200
workspace:initiative_edit            code=satsing                        login 403   403   200   200   403   403   200
workspace:initiative_parts           code=satsing,part=ledere            login 403   403   302   302   403   403   302
workspace:initiative_milestones      code=satsing                        login 403   403   200   200   403   403   200
workspace:reports                    code=reg                            login 403   403   422   403   403   403   422
workspace:unit_reports               code=inst                           login 403   403   422   403   403   403   422
workspace:edition_act                public_id=report22,word=publiser    login 403   403   302   403   403   403   302
workspace:edition_act                public_id=shown222,word=fjern       login 403   403   302   403   403   403   302
workspace:organisation_new           -                                   login 403   403   200   403   403   403   200
workspace:organisation_edit          code=komm                           login 403   403   403   403   200   403   200
workspace:organisation_edit          code=uni                            login 403   403   403   403   403   403   200
workspace:organisation_figures       code=komm                           login 403   403   403   403   200   403   200
workspace:organisation_figures       code=uni                            login 403   403   403   403   403   403   200
workspace:unit_new                   code=uni                            login 403   403   403   403   403   403   200
workspace:unit_edit                  code=inst                           login 403   403   200   200   403   403   200
workspace:unit_edit                  code=annet                          login 403   403   403   403   403   403   200
workspace:unit_move                  code=inst                           login 403   403   200   200   403   403   200
workspace:unit_reorganise            code=inst                           login 403   403   200   200   403   403   200
workspace:person_new                 -                                   login 403   403   200   200   200   403   200
workspace:person_claim               -                                   login 404   404   404   404   404   404   404
workspace:proposals                  -                                   login 404   404   404   404   404   404   404
workspace:person_edit                public_id=person22                  login 403   403   200   200   403   403   200
workspace:affiliation_new            public_id=person22                  login 403   403   200   200   200   403   200
workspace:affiliation_edit           public_id=person22,pk=@affiliation  login 403   403   200   200   403   403   200
workspace:person_merge               public_id=person22                  login 403   403   403   403   403   403   200
workspace:person_link                public_id=person22                  login 403   403   403   403   403   403   200
workspace:roles                      -                                   login 403   403   200   200   200   403   200
workspace:role                       pk=@role                            login 403   403   302   302   403   403   302
workspace:invite                     -                                   login 403   403   200   200   200   403   200
workspace:invitation_resend          pk=@invitation                      login 403   403   302   302   403   403   302
workspace:invitation_withdraw        pk=@invitation                      login 403   403   302   302   403   403   302
workspace:invitation                 token=token                         200   403   403   403   403   403   403   403
workspace:not_taken                  -                                   login 302   302   302   302   302   302   302
workspace:my_data_ask                kind=restrict                       login 422   422   422   422   422   422   422
workspace:my_data_ask                kind=erase                          login 302   302   302   302   302   302   302
workspace:account_delete             -                                   login 302   302   302   302   302   302   302
workspace:data_request               public_id=request2                  login 403   403   403   403   403   403   422
workspace:person_data_ask            public_id=person22                  login 403   403   422   422   403   403   422
workspace:person_data_look           public_id=person22                  login 403   403   403   403   403   403   422

# Assessments, reviews and work plans                                   anon  none  contr innov unitl partn reader admin
workspace:call_new                   code=reg                            login 403   403   422   403   403   403   422
workspace:call_assess                public_id=call2222,entry_id=open2222 login 403  422   403   403   403   403   403
workspace:call_draft                 public_id=call2222,entry_id=open2222 login 403  200   403   403   403   403   403
workspace:call_close                 public_id=call2222                  login 403   403   302   403   403   403   302
workspace:review_new                 code=reg                            login 403   403   422   403   403   403   422
workspace:review                     public_id=meet2222                  login 403   403   422   422   403   403   422
workspace:review                     public_id=closed22                  login 403   403   403   403   403   403   403
workspace:review_item                public_id=meet2222,entry_id=open2222 login 403  403   422   422   403   403   422
workspace:review_item                public_id=closed22,entry_id=open2222 login 403  403   403   403   403   403   403
workspace:review_act                 public_id=meet2222,word=oppdater    login 403   403   302   302   403   403   302
workspace:follow_up                  pk=@follow                          login 403   403   422   403   403   422   422
workspace:work_plan                  code=reg,year=2026                  login 403   403   422   403   403   403   422
workspace:work_task                  pk=@task                            login 403   422   422   403   403   403   422
workspace:planned                    pk=@planned                         login 403   422   422   403   403   403   422
"""

READ_ONLY = {
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "api:affiliation_change",
    "api:assessment_matrix",
    "api:assessment_results",
    "api:call",
    "api:call_assessments",
    "api:call_list",
    "api:call_results",
    "api:case",
    "api:case_reading",
    "api:case_readings",
    "api:centre",
    "api:centre_list",
    "api:channel_list",
    "api:completions",
    "api:contribution_gone",
    "api:county_list",
    "api:data_request",
    "api:entry_assessments",
    "api:entry_history",
    "api:entry_rounds",
    "api:entry_shown",
    "api:entry_stories",
    "api:evidence_change",
    "api:evidence_file",
    "api:evidence_gone",
    "api:identifier_gone",
    "api:import_job",
    "api:import_list",
    "api:import_rows",
    "api:initiative",
    "api:initiative_list",
    "api:invitation_list",
    "api:limits",
    "api:look",
    "api:me",
    "api:milestone_report",
    "api:municipality",
    "api:municipality_list",
    "api:my_data",
    "api:my_proposals",
    "api:my_readings",
    "api:my_requests",
    "api:my_work",
    "api:organisation",
    "api:organisation_change",
    "api:organisation_people",
    "api:participation_change",
    "api:participation_gone",
    "api:person",
    "api:person_change",
    "api:privacy",
    "api:profile",
    "api:profile_list",
    "api:profile_versions",
    "api:recommendation",
    "api:recommendation_list",
    "api:region_list",
    "api:register",
    "api:register_carried_on",
    "api:register_effects",
    "api:register_list",
    "api:register_profile_change",
    "api:register_reports",
    "api:register_settings",
    "api:register_versions",
    "api:register_words",
    "api:relation_gone",
    "api:report",
    "api:report_content",
    "api:report_difference",
    "api:report_file",
    "api:request_list",
    "api:review",
    "api:review_list",
    "api:review_minutes",
    "api:role",
    "api:role_list",
    "api:round_content",
    "api:round_items",
    "api:round_list",
    "api:scale",
    "api:scale_list",
    "api:search",
    "api:shown_list",
    "api:story_list",
    "api:study",
    "api:unit",
    "api:unit_change",
    "api:unit_effects",
    "api:unit_reports",
    "api:update_round",
    "api:vocabulary",
    "api:vocabulary_list",
    "api:work_plan",
    "api:work_plan_list",
    "api_document",
    "api_page",
    "calendar_feed",
    "live",
    "metrics",
    "mfa_index",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "ready",
    "robots",
    "sitemap",
    "sitemap_part",
    "website:about",
    "website:case_pdf",
    "website:centre",
    "website:centre_list",
    "website:channels",
    "website:entry",
    "website:entry_file",
    "website:entry_list",
    "website:environments",
    "website:evidence_file",
    "website:export_centres",
    "website:export_channels",
    "website:export_codes",
    "website:export_counted",
    "website:export_entries",
    "website:export_figures",
    "website:export_initiatives",
    "website:export_leaders",
    "website:export_organisations",
    "website:export_people",
    "website:export_register_effects",
    "website:export_register_reports",
    "website:export_registers",
    "website:export_shown",
    "website:export_stories",
    "website:export_unit_effects",
    "website:export_unit_people",
    "website:export_unit_reports",
    "website:export_units",
    "website:export_words",
    "website:feed",
    "website:glossary",
    "website:home",
    "website:initiative",
    "website:initiative_list",
    "website:milestone_report",
    "website:organisation",
    "website:organisation_list",
    "website:person",
    "website:person_file",
    "website:privacy",
    "website:recommendation",
    "website:register",
    "website:register_effects",
    "website:register_list",
    "website:register_reports",
    "website:report",
    "website:report_check",
    "website:report_difference",
    "website:report_feed",
    "website:report_file",
    "website:report_list",
    "website:search",
    "website:search_suggestions",
    "website:shown",
    "website:stories",
    "website:story_feed",
    "website:study",
    "website:unit",
    "website:unit_effects",
    "website:unit_reports",
    "workspace:assessment_call",
    "workspace:centre_studies",
    "workspace:centres",
    "workspace:channel_list",
    "workspace:data_requests",
    "workspace:data_rules",
    "workspace:edition",
    "workspace:edition_progress",
    "workspace:entry_assessments",
    "workspace:entry_fields",
    "workspace:entry_history",
    "workspace:entry_parts_search",
    "workspace:entry_rounds",
    "workspace:export_call",
    "workspace:export_calls",
    "workspace:export_centre_parts",
    "workspace:export_centres",
    "workspace:export_channels",
    "workspace:export_data_requests",
    "workspace:export_history",
    "workspace:export_import",
    "workspace:export_imports",
    "workspace:export_initiative_milestones",
    "workspace:export_initiative_parts",
    "workspace:export_initiatives",
    "workspace:export_invitations",
    "workspace:export_matrix",
    "workspace:export_members",
    "workspace:export_milestones",
    "workspace:export_my_entries",
    "workspace:export_organisation_figures",
    "workspace:export_parties",
    "workspace:export_profiles",
    "workspace:export_queue",
    "workspace:export_recommendations",
    "workspace:export_reports",
    "workspace:export_results",
    "workspace:export_review",
    "workspace:export_reviews",
    "workspace:export_roles",
    "workspace:export_round",
    "workspace:export_rounds",
    "workspace:export_studies",
    "workspace:export_unit_reports",
    "workspace:export_work_plan",
    "workspace:import_faulty",
    "workspace:import_job",
    "workspace:import_list",
    "workspace:import_progress",
    "workspace:my_data",
    "workspace:my_data_file",
    "workspace:my_entries",
    "workspace:my_work",
    "workspace:organisation_people",
    "workspace:organisation_units",
    "workspace:parties",
    "workspace:party_sheet",
    "workspace:person_data",
    "workspace:person_data_file",
    "workspace:profile_list",
    "workspace:recommendations",
    "workspace:register_assessment",
    "workspace:register_year",
    "workspace:review_list",
    "workspace:review_minutes",
    "workspace:review_pdf",
    "workspace:round_content",
    "workspace:round_matrix",
    "workspace:round_overview",
    "workspace:work_plan_now",
}
"""Pages that answer POST with 405 (or send to the login page first)."""
