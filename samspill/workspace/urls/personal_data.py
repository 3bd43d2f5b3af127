"""One's own data, and requests about data."""

from django.urls import URLPattern, path

from samspill.workspace.views import data_requests, my_data, not_taken

urlpatterns: list[URLPattern] = [
    path("mine-opplysninger/", my_data.my_data, name="my_data"),
    path("mine-opplysninger/opplysninger.json", my_data.my_data_file, name="my_data_file"),
    path("mine-opplysninger/slett-konto/", my_data.delete_account, name="account_delete"),
    path("mine-opplysninger/be-om/<slug:kind>/", my_data.ask, name="my_data_ask"),
    path("ikke-lagret/", not_taken.not_taken, name="not_taken"),
    path("opplysninger/", data_requests.queue, name="data_requests"),
    path("opplysninger/regler/", data_requests.rules, name="data_rules"),
    path("opplysninger/sak/<slug:public_id>/", data_requests.one, name="data_request"),
    path("opplysninger/innsyn/<int:pk>/", data_requests.person_data, name="person_data"),
    path("opplysninger/innsyn/<int:pk>/opplysninger.json", data_requests.person_data_file, name="person_data_file"),
    path("personer/<slug:public_id>/opplysninger/", data_requests.look, name="person_data_look"),
    path("personer/<slug:public_id>/be-om/", data_requests.ask_for_person, name="person_data_ask"),
]
